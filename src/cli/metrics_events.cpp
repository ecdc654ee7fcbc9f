#include "cli/metrics_events.h"

#include "base/error.h"

namespace medal::cli {
namespace {

void take_cluster(const base::CsvTable& table, std::size_t row, std::size_t column, CaseRows& one) {
    const std::string& said = table.required_text(row, column);
    if (!one.cluster.empty() && one.cluster != said)
        table.fail(row, column, "the case belonged to another cluster before.", "Give a case one cluster.");
    one.cluster = said;
}

/// A row without a thing must be the only one of its case.
void take_thing(const base::CsvTable& table, std::size_t row, std::size_t first,
                std::vector<std::size_t>& rows, std::map<std::string, std::size_t>& empty) {
    const std::string& name = table.text(row, table.column("case"));
    const bool is_nothing = table.text(row, first).empty();
    if (empty.contains(name) || (is_nothing && !rows.empty()))
        table.fail(row, first, "the case is said to hold nothing, and to hold something.",
                   "Keep either the empty row or the others.");
    if (is_nothing) {
        empty.emplace(name, row);
    } else {
        rows.push_back(row);
    }
}

}  // namespace

statistics::Clustering ThingTables::clusters() const {
    std::vector<std::string> keys;
    for (const CaseRows& one : cases) keys.push_back(one.cluster.empty() ? one.name : one.cluster);
    return statistics::cluster_by(keys);
}

ThingTables read_things(const ReportOptions& options, std::string_view first, MissingCase missing) {
    ThingTables tables{base::read_table(options.reference), base::read_table(options.prediction), {}};
    std::map<std::string, CaseRows> cases;
    std::map<std::string, std::size_t> empty;
    const auto cluster = tables.reference.find_column("cluster");
    std::map<std::string, std::size_t> first_row;
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) {
        const std::string& name = tables.reference.required_text(row, tables.reference.column("case"));
        CaseRows& one = cases[name];
        one.name = name;
        first_row.emplace(name, row);
        if (cluster) take_cluster(tables.reference, row, *cluster, one);
        take_thing(tables.reference, row, tables.reference.column(first), one.reference, empty);
    }
    empty.clear();
    std::map<std::string, bool> is_answered;
    const std::size_t column = tables.prediction.column("case");
    for (std::size_t row = 0; row < tables.prediction.row_count(); ++row) {
        const std::string& name = tables.prediction.required_text(row, column);
        const auto found = cases.find(name);
        if (found == cases.end())
            tables.prediction.fail(row, column, tables.reference.name() + " has no such case.",
                                   "Take it out, or give the reference a row with empty cells for it.");
        is_answered[name] = true;
        take_thing(tables.prediction, row, tables.prediction.column(first), found->second.prediction, empty);
    }
    for (auto& [name, one] : cases) {
        if (missing == MissingCase::refused && !is_answered.contains(name))
            tables.reference.fail(first_row.at(name), tables.reference.column("case"),
                                  tables.prediction.name() + " has no row for this case.",
                                  "Add a row with empty cells, or say --missing nothing-found.");
        tables.cases.push_back(std::move(one));
    }
    if (tables.cases.empty())
        throw base::Error(base::ErrorKind::invalid, "csv.empty", tables.reference.name() + " has no rows.");
    return tables;
}

}  // namespace medal::cli
