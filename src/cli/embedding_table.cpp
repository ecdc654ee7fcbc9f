#include "cli/embedding_table.h"

#include "base/csv.h"
#include "base/error.h"

#include <set>

namespace medal::cli {

EmbeddingTable read_embeddings(const std::filesystem::path& path) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    const auto id = table.find_column("id");
    EmbeddingTable result{{table.row_count(), table.columns().size() - (id ? 1 : 0), {}}, {}};
    result.embeddings.values.reserve(result.embeddings.count * result.embeddings.dimensions);
    std::set<std::string> seen;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        result.ids.push_back(id ? table.required_text(row, *id) : std::to_string(row + 1));
        if (!seen.insert(result.ids.back()).second)
            table.fail(row, *id, "this sample was listed before.", "Keep one of the rows.");
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            if (id && column == *id) continue;
            result.embeddings.values.push_back(table.number(row, column));
        }
    }
    return result;
}

}  // namespace medal::cli
