#include "cli/score_table.h"

#include "base/csv.h"
#include "base/error.h"
#include "base/json.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>

namespace medal::cli {
namespace {

using statistics::TaskData;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kMaxDrawBytes = std::size_t{256} << 20U;

struct Names {
    std::map<std::string, std::size_t> algorithms;
    std::map<std::string, std::size_t> cases;
};

struct Columns {
    std::size_t task, algorithm, case_name, value;
    std::optional<std::size_t> cluster;
};

Columns columns_of(const base::CsvTable& table) {
    table.allow_only({"task", "alg", "case", "value", "cluster"});
    return {table.column("task"), table.column("alg"), table.column("case"), table.column("value"),
            table.find_column("cluster")};
}

std::vector<std::string> number_in_order(std::map<std::string, std::size_t>& names) {
    std::vector<std::string> list;
    for (auto& [name, position] : names) {
        position = list.size();
        list.push_back(name);
    }
    return list;
}

std::map<std::string, Names> names_of(const base::CsvTable& table, const Columns& columns) {
    std::map<std::string, Names> tasks;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        Names& names = tasks[table.required_text(row, columns.task)];
        names.algorithms.try_emplace(table.required_text(row, columns.algorithm));
        names.cases.try_emplace(table.required_text(row, columns.case_name));
    }
    return tasks;
}

/// One task's table while it is filled.
struct Filling {
    TaskData data;
    Names names;
    std::vector<std::size_t> row_of_cell;  // kNoRow where the pair has no row
    std::vector<std::size_t> row_of_case;  // any of them
    std::vector<std::string> cluster_of_case;
};

Filling start(const std::string& task, Names names) {
    Filling filling;
    filling.names = std::move(names);
    filling.data.scores.name = task;
    filling.data.scores.algorithms = number_in_order(filling.names.algorithms);
    filling.data.scores.cases = number_in_order(filling.names.cases);
    const std::size_t cells = filling.data.scores.algorithms.size() * filling.data.scores.cases.size();
    filling.data.scores.values.assign(cells, kNaN);
    filling.row_of_cell.assign(cells, kNoRow);
    filling.row_of_case.assign(filling.data.scores.cases.size(), 0);
    filling.cluster_of_case.assign(filling.data.scores.cases.size(), "");
    return filling;
}

void fill_row(Filling& filling, const base::CsvTable& table, const Columns& columns, std::size_t row) {
    const std::size_t algorithm = filling.names.algorithms.at(table.text(row, columns.algorithm));
    const std::size_t case_index = filling.names.cases.at(table.text(row, columns.case_name));
    const std::size_t cell = algorithm * filling.data.scores.cases.size() + case_index;
    if (filling.row_of_cell[cell] != kNoRow) {
        table.fail(row, columns.case_name, "this task, algorithm and case were listed before.",
                   "Keep one of the rows.");
    }
    filling.row_of_cell[cell] = row;
    filling.row_of_case[case_index] = row;
    filling.data.scores.values[cell] = table.optional_number(row, columns.value).value_or(kNaN);
    if (!columns.cluster) return;
    std::string& cluster = filling.cluster_of_case[case_index];
    const std::string& stated = table.required_text(row, *columns.cluster);
    if (!cluster.empty() && cluster != stated) {
        table.fail(row, *columns.cluster, "the case belonged to another cluster before.",
                   "Give a case one cluster.");
    }
    cluster = stated;
}

void fill_missing(Filling& filling, std::optional<double> fill) {
    for (double& value : filling.data.scores.values) {
        if (!std::isnan(value)) continue;
        ++filling.data.missing_values;
        value = fill.value_or(value);
    }
}

void refuse_missing(const Filling& filling, const base::CsvTable& table, const Columns& columns) {
    const statistics::TaskScores& scores = filling.data.scores;
    const std::string cure = "Say --na NUMBER or --na remove, or rank with --by rank-mean.";
    for (std::size_t cell = 0; cell < scores.values.size(); ++cell) {
        if (!std::isnan(scores.values[cell])) continue;
        const std::size_t row = filling.row_of_cell[cell];
        if (row != kNoRow)
            table.fail(row, columns.value, "the value is missing, so the mean is undefined.", cure);
        table.fail(filling.row_of_case[cell % scores.cases.size()], columns.case_name,
                   "another algorithm has no row for this case, so its mean is undefined.", cure);
    }
}

}  // namespace

std::vector<TaskData> read_scores(const std::filesystem::path& path, std::optional<double> fill,
                                  MissingCells missing) {
    const base::CsvTable table = base::read_csv(path);
    const Columns columns = columns_of(table);
    std::map<std::string, Filling> tasks;
    for (auto& [name, names] : names_of(table, columns)) tasks.emplace(name, start(name, std::move(names)));
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        fill_row(tasks.at(table.text(row, columns.task)), table, columns, row);
    }
    std::vector<TaskData> result;
    for (auto& [name, filling] : tasks) {
        TaskData& data = filling.data;
        fill_missing(filling, fill);
        if (missing == MissingCells::refused && !fill) refuse_missing(filling, table, columns);
        data.clusters = columns.cluster ? statistics::cluster_by(filling.cluster_of_case)
                                        : statistics::each_alone(data.scores.cases.size());
        result.push_back(std::move(data));
    }
    if (result.empty()) {
        throw base::Error(base::ErrorKind::invalid, "csv.empty",
                          table.name() + " has no rows below its header.");
    }
    return result;
}

statistics::CaseDraws read_draws(const std::filesystem::path& path, const std::vector<TaskData>& tasks) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.view().size() > kMaxDrawBytes) {
        throw base::Error(base::ErrorKind::not_found, "rank.draws",
                          path.filename().string() + " cannot be read, or is larger than 256 MiB.");
    }
    const auto draws =
        base::from_json<std::vector<std::map<std::string, std::vector<std::string>>>>(std::move(text).str());
    statistics::CaseDraws result(tasks.size());
    for (std::size_t b = 0; b < draws.size(); ++b) {
        for (std::size_t t = 0; t < tasks.size(); ++t) {
            const statistics::TaskScores& scores = tasks[t].scores;
            std::vector<std::uint32_t> copies(scores.cases.size());
            const auto drawn = draws[b].find(scores.name);
            if (drawn == draws[b].end()) {
                throw base::Error(
                    base::ErrorKind::invalid, "rank.draws",
                    path.filename().string() + " draw " + std::to_string(b + 1) + " leaves a task out.");
            }
            for (const std::string& name : drawn->second) {
                const auto found = std::lower_bound(scores.cases.begin(), scores.cases.end(), name);
                if (found == scores.cases.end() || *found != name) {
                    throw base::Error(base::ErrorKind::invalid, "rank.draws",
                                      path.filename().string() + " draw " + std::to_string(b + 1) +
                                          " names a case that the table does not have.");
                }
                ++copies[static_cast<std::size_t>(found - scores.cases.begin())];
            }
            result[t].push_back(std::move(copies));
        }
    }
    return result;
}

}  // namespace medal::cli
