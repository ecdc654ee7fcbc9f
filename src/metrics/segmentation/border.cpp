#include "metrics/segmentation/border.h"

#include <bit>

namespace medal::metrics {

BitGrid border_of(const BitGrid& mask, int dimensions) {
    BitGrid border = mask;
    const auto& size = mask.size();
    for (std::int64_t z = 1; z + 1 < size[2]; ++z) {
        for (std::int64_t y = 1; y + 1 < size[1]; ++y) {
            const auto here = mask.row(y, z);
            const auto before = mask.row(y - 1, z);
            const auto after = mask.row(y + 1, z);
            const auto below = dimensions == 3 ? mask.row(y, z - 1) : here;
            const auto above = dimensions == 3 ? mask.row(y, z + 1) : here;
            const auto out = border.row(mask.row_index(y, z));
            for (std::size_t w = 0; w < here.size(); ++w) {
                if (here[w] == 0) continue;
                const Word inner =
                    shifted_up(here, w) & shifted_down(here, w) & before[w] & after[w] & below[w] & above[w];
                out[w] = here[w] & ~inner;
            }
        }
    }
    return border;
}

BorderSet::BorderSet(BitGrid bits) : bits_(std::move(bits)) {
    row_begin_.assign(bits_.row_count() + 1, 0);
    for (std::size_t row = 0; row < bits_.row_count(); ++row) {
        std::size_t in_row = 0;
        for (const Word word : bits_.row(row)) in_row += static_cast<std::size_t>(std::popcount(word));
        row_begin_[row + 1] = row_begin_[row] + in_row;
    }
}

}  // namespace medal::metrics
