// `medal delphi RATINGS.csv`: RAND/UCLA appropriateness and Delphi consensus of rated problems.
#include "base/csv.h"
#include "cli/families.h"
#include "cli/show_view.h"
#include "statistics/delphi.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

constexpr long long kMaxRounds = 100;

struct DelphiProblemView {
    std::string problem;
    long long round = 1;
    RandUcla rand_ucla{};
    DelphiResult delphi{};
    std::optional<DelphiStability> stability;  // against the round before
};
BOOST_DESCRIBE_STRUCT(DelphiProblemView, (), (problem, round, rand_ucla, delphi, stability))

struct DelphiView {
    double high_share = 0.0;
    double low_share = 0.0;
    double changed_share = 0.0;
    std::vector<DelphiProblemView> problems;
};
BOOST_DESCRIBE_STRUCT(DelphiView, (), (high_share, low_share, changed_share, problems))

struct DelphiOptions {
    std::filesystem::path table;
    DelphiThresholds thresholds{};
    bool json = false;
};

using RoundRatings = std::map<std::string, Rating>;                         // by rater
using Problems = std::map<std::string, std::map<long long, RoundRatings>>;  // by problem, by round

Problems read_problems(const std::filesystem::path& path) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    table.allow_only({"problem", "rater", "rating", "round"});
    const std::size_t problem = table.column("problem");
    const std::size_t rater = table.column("rater");
    const std::size_t rating = table.column("rating");
    const auto round = table.find_column("round");
    Problems problems;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const long long number = round ? table.whole_number(row, *round, 1, kMaxRounds) : 1;
        const auto value = static_cast<Rating>(table.whole_number(row, rating, 1, 9));
        RoundRatings& ratings = problems[table.required_text(row, problem)][number];
        if (!ratings.emplace(table.required_text(row, rater), value).second) {
            table.fail(row, rater, "this rater rated the problem in this round before.",
                       "Keep one of the rows.");
        }
    }
    return problems;
}

std::vector<Rating> values_of(const RoundRatings& ratings) {
    std::vector<Rating> values;
    for (const auto& [rater, value] : ratings) values.push_back(value);
    return values;
}

std::optional<DelphiStability> stability(const RoundRatings& before, const RoundRatings& after,
                                         const DelphiThresholds& thresholds) {
    std::vector<Rating> old;
    std::vector<Rating> now;
    for (const auto& [rater, value] : before) {
        const auto found = after.find(rater);
        if (found == after.end()) continue;
        old.push_back(value);
        now.push_back(found->second);
    }
    if (old.empty()) return std::nullopt;
    return judge_stability(old, now, thresholds);
}

DelphiView judge(const Problems& problems, const DelphiThresholds& thresholds) {
    DelphiView view{thresholds.high_share, thresholds.low_share, thresholds.changed_share, {}};
    for (const auto& [name, rounds] : problems) {
        const RoundRatings* before = nullptr;
        for (const auto& [number, ratings] : rounds) {
            const std::vector<Rating> values = values_of(ratings);
            DelphiProblemView problem{
                name, number, judge_appropriateness(values), judge_consensus(values, thresholds), {}};
            if (before != nullptr) problem.stability = stability(*before, ratings, thresholds);
            view.problems.push_back(std::move(problem));
            before = &ratings;
        }
    }
    return view;
}

void print(const DelphiView& view) {
    fmt::print("{:<24} {:>5} {:>3} {:>7} {:<14} {:<14} {:>6} {:>6}  {}\n", "problem", "round", "n", "median",
               "RAND/UCLA", "Delphi", "high", "low", "stable");
    for (const DelphiProblemView& row : view.problems) {
        fmt::print("{:<24} {:>5} {:>3} {:>7.1f} {:<14} {:<14} {:>5.0f}% {:>5.0f}%  {}\n", row.problem,
                   row.round, row.delphi.rating_count, row.rand_ucla.median,
                   row.rand_ucla.disagreement ? "disagreement" : base::enum_text(row.rand_ucla.rating),
                   base::enum_text(row.delphi.verdict), 100 * row.delphi.high_share,
                   100 * row.delphi.low_share, row.stability ? (row.stability->stable ? "yes" : "no") : "");
    }
}

Exit run_delphi(const DelphiOptions& options) {
    const DelphiView view = judge(read_problems(options.table), options.thresholds);
    show_view(view, output_of(options.json), print);
    return Exit::done;
}

}  // namespace

void add_delphi(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<DelphiOptions>();
    CLI::App* command =
        root.add_subcommand("delphi", "Judge rated problems: RAND/UCLA appropriateness, Delphi consensus");
    command
        ->add_option("table", options->table,
                     "CSV with the columns problem,rater,rating (1 to 9) and optionally round")
        ->required()
        ->check(CLI::ExistingFile);
    command
        ->add_option("--high-share", options->thresholds.high_share, "Share of 7 to 9 that makes consensus")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--low-share", options->thresholds.low_share, "Share of 1 to 3 that prevents it")
        ->check(CLI::Range(0.0, 1.0));
    command
        ->add_option("--changed-share", options->thresholds.changed_share,
                     "Share of changed minds that is unstable")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal delphi round2.csv --high-share 0.7 --low-share 0.15 --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return run_delphi(*options); }; });
}

}  // namespace medal::cli
