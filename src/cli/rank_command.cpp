#include "base/error.h"
#include "base/json.h"
#include "cli/families.h"
#include "cli/rank_view.h"
#include "cli/score_table.h"
#include "statistics/report/ranking_report.h"

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

const std::map<std::string, RankMethod> kMethods = {{"mean", RankMethod::mean_then_rank},
                                                    {"median", RankMethod::median_then_rank},
                                                    {"rank-mean", RankMethod::rank_then_mean},
                                                    {"rank-median", RankMethod::rank_then_median},
                                                    {"test", RankMethod::test_then_rank}};
const std::map<std::string, Ties> kTies = {
    {"min", Ties::min}, {"average", Ties::average}, {"max", Ties::max}};
const std::map<std::string, Adjust> kAdjust = {{"holm", Adjust::holm}, {"none", Adjust::none}};
const std::map<std::string, Variant> kVariants = {{"correct", Variant::correct},
                                                  {"challenger_compat", Variant::challenger_compat}};
const std::map<std::string, ConsensusMethod> kConsensus = {{"euclidean", ConsensusMethod::euclidean},
                                                           {"median", ConsensusMethod::median},
                                                           {"kemeny", ConsensusMethod::kemeny}};

struct RankOptions {
    std::filesystem::path table;
    StudyPlan plan{};
    std::string na;
    std::size_t replicates = 0;
    std::uint64_t seed = 1;
    std::size_t threads = 0;
    bool smaller_is_better = false;
    bool json = false;
    std::string draws;
    std::string report;
};

std::optional<double> fill_of(const std::string& na) {
    if (na.empty() || na == "remove") return std::nullopt;
    double value = 0.0;
    const auto [end, fault] = std::from_chars(na.data(), na.data() + na.size(), value);
    if (fault != std::errc{} || end != na.data() + na.size() || !std::isfinite(value)) {
        throw base::Error(base::ErrorKind::invalid, "usage.na", "--na takes a number or the word remove.");
    }
    return value;
}

void print_table(const RankView& view) {
    for (const auto& [name, task] : view.tasks) {
        fmt::print("{} ({} cases, {} clusters, {} missing values)\n", name, task.case_count,
                   task.cluster_count, task.missing_values);
        fmt::print("{:>6}  {:<28} {:>12}  {}\n", "rank", "algorithm", "value",
                   view.bootstrap ? "95 % of ranks" : "");
        for (const RankedAlgorithmView& row : task.algorithms) {
            fmt::print("{:>6g}  {:<28} {:>12.6g}", row.rank, row.name, row.value);
            if (view.bootstrap) fmt::print("  {:g} to {:g}", row.rank_low, row.rank_high);
            fmt::print("\n");
        }
        if (task.kendall) {
            fmt::print("Kendall's tau of the bootstrap rankings: median {:.3f}, 95 % from {:.3f} to {:.3f}\n",
                       task.kendall->median, task.kendall->low, task.kendall->high);
        }
        fmt::print("\n");
    }
    if (!view.consensus || view.tasks.size() < 2) return;
    fmt::print("consensus over {} tasks ({})\n", view.tasks.size(), base::enum_text(view.consensus->method));
    for (const ConsensusEntryView& row : view.consensus->algorithms) {
        fmt::print("{:>6g}  {:<28} {:>12.6g}\n", row.rank, row.name, row.value);
    }
}

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) {
        throw base::Error(base::ErrorKind::unavailable, "rank.report",
                          path.filename().string() + " cannot be written to the report's folder.",
                          {.hint = "Check the path and the free space."});
    }
}

void write_report(const std::filesystem::path& folder, const RankingStudy& study, const std::string& json) {
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    write_file(folder / "report.html", statistics::report::ranking_report(study));
    write_file(folder / "ranking.json", json + "\n");
}

Exit rank(RankOptions options) {
    const std::optional<double> fill = fill_of(options.na);
    StudyPlan plan = options.plan;
    plan.missing_replaced_by = fill;
    if (options.na == "remove") plan.rule.missing = Missing::remove;
    if (options.smaller_is_better) plan.rule.direction = Direction::smaller_is_better;
    const bool needs_all =
        plan.rule.method == RankMethod::mean_then_rank && plan.rule.missing == Missing::worst;
    std::vector<TaskData> tasks =
        read_scores(options.table, fill, needs_all ? MissingCells::refused : MissingCells::allowed);
    if (!options.draws.empty()) {
        plan.draws = read_draws(options.draws, tasks);
    } else if (options.replicates > 0) {
        plan.bootstrap = BootstrapPlan{options.replicates, options.seed, 0.95, {options.threads}};
    }
    const RankingStudy study = study_rankings(std::move(tasks), std::move(plan));
    const RankView view = view_of(study);
    const std::string json = base::to_json(view);
    if (!options.report.empty()) write_report(options.report, study, json);
    if (options.json) {
        std::cout << json << '\n';
    } else {
        print_table(view);
    }
    return Exit::done;
}

void add_rule_flags(CLI::App& command, RankOptions& options) {
    RankingRule& rule = options.plan.rule;
    command.add_option("--by", rule.method, "How to rank")
        ->transform(CLI::CheckedTransformer(kMethods).description("mean|median|rank-mean|rank-median|test"));
    command.add_option("--ties", rule.ties, "Rank of equal values")
        ->transform(CLI::CheckedTransformer(kTies).description("min|average|max"));
    command.add_option("--alpha", rule.alpha, "Significance level");
    command.add_option("--adjust", rule.adjust, "For many tests, in --by test")
        ->transform(CLI::CheckedTransformer(kAdjust).description("holm|none"));
    command.add_flag("--smaller-is-better", options.smaller_is_better, "Distances and errors");
    command.add_option("--na", options.na,
                       "What a missing value becomes: a number, or remove; else it is worse than any");
    command.add_option("--consensus", options.plan.consensus, "Of several tasks")
        ->transform(CLI::CheckedTransformer(kConsensus).description("euclidean|median|kemeny"));
}

}  // namespace

void add_rank(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<RankOptions>();
    CLI::App* command =
        root.add_subcommand("rank", "Rank algorithms over cases, with stability and significance");
    command
        ->add_option("table", options->table,
                     "CSV with the columns task,alg,case,value and optionally cluster")
        ->required()
        ->check(CLI::ExistingFile);
    add_rule_flags(*command, *options);
    command->add_option("--bootstrap", options->replicates, "Replicates over cases (clusters)")
        ->check(CLI::Range(0, 100000));
    command->add_option("--seed", options->seed, "Of the bootstrap");
    command->add_option("--threads", options->threads, "0: all cores; the digits never depend on it");
    command->add_option("--draws", options->draws, "JSON file of given case draws to replay, for audit")
        ->check(CLI::ExistingFile);
    command->add_option("--variant", options->plan.variant, "How copies of a case are ranked")
        ->transform(CLI::CheckedTransformer(kVariants).description("correct|challenger_compat"));
    command->add_flag("--json", options->json, "Print JSON");
    command->add_option("--report", options->report, "Folder for report.html and ranking.json");
    command->footer(
        "Example:\n  medal rank scores.csv --by mean --bootstrap 1000 --seed 7 --report ranking/\n"
        "  medal rank distances.csv --by test --smaller-is-better --na 100 --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return rank(*options); }; });
}

}  // namespace medal::cli
