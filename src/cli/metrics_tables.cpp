#include "cli/metrics_tables.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace medal::cli {
namespace {

using base::CsvTable;

std::string key_of(const CsvTable& table, const std::vector<std::size_t>& columns, std::size_t row) {
    std::string key;
    for (const std::size_t column : columns) key += table.required_text(row, column) + '\n';
    return key;
}

std::map<std::string, std::size_t> rows_by_key(const CsvTable& table,
                                               const std::vector<std::size_t>& columns) {
    std::map<std::string, std::size_t> rows;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (!rows.emplace(key_of(table, columns, row), row).second)
            table.fail(row, columns.back(), "this was listed before.", "Keep one of the rows.");
    }
    if (rows.empty()) {
        throw base::Error(base::ErrorKind::invalid, "csv.empty", table.name() + " has no rows.",
                          {.hint = "Give it a row for every case."});
    }
    return rows;
}

std::vector<std::size_t> positions(const CsvTable& table, const std::vector<std::string_view>& names) {
    std::vector<std::size_t> columns;
    for (const std::string_view name : names) columns.push_back(table.column(name));
    return columns;
}

std::vector<std::string_view> all_of(std::initializer_list<const std::vector<std::string_view>*> lists) {
    std::vector<std::string_view> all;
    for (const auto* list : lists) all.insert(all.end(), list->begin(), list->end());
    return all;
}

void match_rows(PairedTables& tables, const std::vector<std::string_view>& key) {
    const auto columns = positions(tables.reference, key);
    const auto ours = rows_by_key(tables.reference, columns);
    if (!tables.other) {
        for (std::size_t row = 0; row < tables.reference.row_count(); ++row)
            tables.prediction_row.push_back(row);
        return;
    }
    const auto other_columns = positions(*tables.other, key);
    const auto theirs = rows_by_key(*tables.other, other_columns);
    for (const auto& [name, row] : theirs) {
        if (!ours.contains(name))
            tables.other->fail(row, other_columns.back(), tables.reference.name() + " has no such row.",
                               "Take it out, or correct the name.");
    }
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) {
        const auto found = theirs.find(key_of(tables.reference, columns, row));
        if (found == theirs.end())
            tables.reference.fail(row, columns.back(), tables.other->name() + " has no row for it.",
                                  "Add the missing prediction.");
        tables.prediction_row.push_back(found->second);
    }
}

}  // namespace

void allow_columns(const CsvTable& table, const std::vector<std::string_view>& known) {
    for (std::size_t i = 0; i < table.columns().size(); ++i) {
        if (std::find(known.begin(), known.end(), table.columns()[i]) != known.end()) continue;
        throw base::Error(base::ErrorKind::invalid, "csv.unknown_column",
                          fmt::format("{} row 1 column {} is unknown.", table.name(), i + 1),
                          {.hint = fmt::format("Known columns: {}.", fmt::join(known, ", "))});
    }
}

PairedTables read_paired(const ReportOptions& options, const PairColumns& columns) {
    PairedTables tables;
    tables.reference = base::read_table(options.reference);
    if (!options.prediction.empty()) tables.other = base::read_table(options.prediction);
    if (tables.other) {
        allow_columns(tables.reference, all_of({&columns.key, &columns.reference, &columns.optional}));
        allow_columns(*tables.other, all_of({&columns.key, &columns.prediction, &columns.optional}));
    } else {
        allow_columns(tables.reference,
                      all_of({&columns.key, &columns.reference, &columns.prediction, &columns.optional}));
    }
    positions(tables.reference, columns.reference);
    positions(tables.prediction(), columns.prediction);
    match_rows(tables, columns.key);
    return tables;
}

statistics::Clustering clusters_of(const CsvTable& table) {
    const auto column = table.find_column("cluster");
    if (!column) return statistics::each_alone(table.row_count());
    std::vector<std::string> keys;
    for (std::size_t row = 0; row < table.row_count(); ++row)
        keys.push_back(table.required_text(row, *column));
    return statistics::cluster_by(keys);
}

std::string one_unit(const PairedTables& tables) {
    std::string unit;
    const auto scan = [&](const CsvTable& table) {
        const auto column = table.find_column("unit");
        if (!column) return;
        for (std::size_t row = 0; row < table.row_count(); ++row) {
            const std::string& said = table.required_text(row, *column);
            if (unit.empty()) unit = said;
            if (said != unit)
                table.fail(row, *column, "another unit than in the rows before.",
                           "Convert the values to one unit.");
        }
    };
    scan(tables.reference);
    if (tables.other) scan(*tables.other);
    return unit;
}

}  // namespace medal::cli
