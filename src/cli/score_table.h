// The table of `medal rank`: task,alg,case,value and optionally cluster (the patient a case belongs to).
#pragma once

#include "statistics/ranking_study.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace medal::cli {

/// A mean over cases is undefined where one is missing, so a table for means must be complete.
enum class MissingCells { allowed, refused };

/// Tasks, algorithms and cases in alphabetical order, so that the order of rows changes nothing. A pair
/// without a row is a missing value; `fill` replaces missing values. A repeated (task, alg, case) is an error
/// that names its row.
std::vector<statistics::TaskData> read_scores(const std::filesystem::path& path, std::optional<double> fill,
                                              MissingCells missing = MissingCells::allowed);

/// `[{"T1": ["c004", ...]}, ...]`: given bootstrap draws by case name, one object a replicate.
statistics::CaseDraws read_draws(const std::filesystem::path& path,
                                 const std::vector<statistics::TaskData>& tasks);

}  // namespace medal::cli
