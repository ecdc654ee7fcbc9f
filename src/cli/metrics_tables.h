// Reference and prediction rows that belong together: one table that holds both, or two matched by key.
#pragma once

#include "base/csv.h"
#include "cli/metrics_report.h"

#include <optional>
#include <string_view>
#include <vector>

namespace medal::cli {

struct PairedTables {
    base::CsvTable reference;
    std::optional<base::CsvTable> other;
    std::vector<std::size_t> prediction_row;  // of each reference row

    const base::CsvTable& prediction() const noexcept { return other ? *other : reference; }
};

struct PairColumns {
    std::vector<std::string_view> key;  // "case", or "case" and "item"
    std::vector<std::string_view> reference;
    std::vector<std::string_view> prediction;
    std::vector<std::string_view> optional;  // in either table
};

/// A key twice, a case without prediction, a prediction without case, an unknown column: errors naming file
/// and row.
PairedTables read_paired(const ReportOptions& options, const PairColumns& columns);

/// By the column `cluster` of the table; without it every row is its own.
statistics::Clustering clusters_of(const base::CsvTable& table);

/// Every filled cell of `unit`, in both tables, must be the same text. Empty without such a column.
std::string one_unit(const PairedTables& tables);

/// Only these columns are known; the error lists them.
void allow_columns(const base::CsvTable& table, const std::vector<std::string_view>& known);

}  // namespace medal::cli
