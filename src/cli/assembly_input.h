// What `medal assemble` reads: a table of candidates, one column an axis, and the quotas as TOML.
#pragma once

#include "statistics/assembly.h"

#include <filesystem>
#include <string>
#include <vector>

namespace medal::cli {

struct AssemblyInput {
    std::vector<std::string> ids;
    statistics::AssemblyProblem problem;
};

/// Candidates: `id`, optional `weight` (else 1), any other columns are axes; several terms in a cell are
/// separated by semicolons. Quotas: `size`, `time_limit_s`, a table `[limits]` of column = most per value,
/// and `[[quota]]` with `terms = {column = "term", ...}`, `min`, `max`. Unknown keys and columns are errors
/// that name file and line.
AssemblyInput read_assembly(const std::filesystem::path& candidates, const std::filesystem::path& quotas);

}  // namespace medal::cli
