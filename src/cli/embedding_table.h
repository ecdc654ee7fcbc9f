// Embeddings from a table: one sample a row, numbers in all columns but `id`.
#pragma once

#include "statistics/diversity.h"

#include <filesystem>
#include <string>
#include <vector>

namespace medal::cli {

struct EmbeddingTable {
    statistics::Embeddings embeddings;
    /// The column `id`, or the numbers of the rows from 1 on.
    std::vector<std::string> ids;
};

/// Throws base::Error that names file, row and cure.
EmbeddingTable read_embeddings(const std::filesystem::path& path);

}  // namespace medal::cli
