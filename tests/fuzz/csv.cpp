// A table from anyone: it is refused with an error of ours, or every cell of it can be asked for.
// uses: base
#include "base/csv.h"

#include "base/error.h"
#include "target.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto table = medal::base::CsvTable::parse(medal::fuzz::as_text(data, size), "table");
        std::size_t longest = 0;
        for (std::size_t row = 0; row < table.row_count(); ++row) {
            for (std::size_t column = 0; column < table.columns().size(); ++column) {
                longest = std::max(longest, table.text(row, column).size());
            }
        }
        medal::fuzz::require(longest <= size);
        for (std::size_t row = 0; row < table.row_count(); ++row) table.optional_number(row, 0);
    } catch (const medal::base::Error& error) {
        medal::fuzz::require(error.kind() == medal::base::ErrorKind::invalid ||
                             error.kind() == medal::base::ErrorKind::too_large);
    }
    return 0;
}
