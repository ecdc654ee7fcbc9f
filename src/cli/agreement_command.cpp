// `medal agreement RATINGS.csv`: how far a panel agrees, every coefficient with its interval.
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/families.h"
#include "cli/show_view.h"
#include "statistics/agreement.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

const std::map<std::string, RatingScale> kScales = {{"nominal", RatingScale::nominal},
                                                    {"ordinal", RatingScale::ordinal},
                                                    {"interval", RatingScale::interval},
                                                    {"ratio", RatingScale::ratio}};

const std::map<std::string, AgreementWeights> kWeights = {{"identity", AgreementWeights::identity},
                                                          {"linear", AgreementWeights::linear},
                                                          {"quadratic", AgreementWeights::quadratic},
                                                          {"ordinal", AgreementWeights::ordinal},
                                                          {"ratio", AgreementWeights::ratio}};

struct EstimateView {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
};
BOOST_DESCRIBE_STRUCT(EstimateView, (), (value, low, high))

struct IccView {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    double f = 0.0;
    double p = 1.0;
};
BOOST_DESCRIBE_STRUCT(IccView, (), (value, low, high, f, p))

struct AgreementView {
    RatingScale scale = RatingScale::nominal;
    std::size_t unit_count = 0;
    std::size_t rater_count = 0;
    std::size_t rating_count = 0;
    EstimateView alpha{};
    EstimateView fleiss_kappa{};
    EstimateView gwet_ac1{};
    EstimateView gwet_ac2{};
    AgreementWeights gwet_ac2_weights = AgreementWeights::identity;
    EstimateView percent{};
    std::map<std::string, IccView> icc{};
    std::size_t icc_unit_count = 0;
    std::size_t bootstrap_replicates = 0;
    std::uint64_t seed = 0;
};
BOOST_DESCRIBE_STRUCT(AgreementView, (),
                      (scale, unit_count, rater_count, rating_count, alpha, fleiss_kappa, gwet_ac1, gwet_ac2,
                       gwet_ac2_weights, percent, icc, icc_unit_count, bootstrap_replicates, seed))

struct AgreementOptions {
    std::filesystem::path table;
    RatingScale scale = RatingScale::nominal;
    std::optional<AgreementWeights> weights;
    BootstrapPlan plan{};
    bool json = false;
};

std::map<std::string, std::size_t> number_all(const base::CsvTable& table, std::size_t column) {
    std::map<std::string, std::size_t> numbers;
    for (std::size_t row = 0; row < table.row_count(); ++row)
        numbers.try_emplace(table.required_text(row, column));
    std::size_t next = 0;
    for (auto& [name, number] : numbers) number = next++;
    return numbers;
}

bool is_missing(const std::string& word) {
    const std::string lower = base::lower_ascii(word);
    return lower.empty() || lower == "na" || lower == "nan";
}

/// Nominal categories may be words; they are numbered in alphabetical order.
class ValueReader {
  public:
    ValueReader(const base::CsvTable& table, RatingScale scale)
        : table_(table), column_(table.column("value")) {
        if (scale != RatingScale::nominal) return;
        std::set<std::string> words;
        for (std::size_t row = 0; row < table.row_count(); ++row) words.insert(table.text(row, column_));
        std::erase_if(words, is_missing);
        for (const std::string& word : words) numbers_.emplace(word, static_cast<double>(numbers_.size()));
        nominal_ = true;
    }
    double at(std::size_t row) const {
        const double none = std::numeric_limits<double>::quiet_NaN();
        if (!nominal_) return table_.optional_number(row, column_).value_or(none);
        const auto found = numbers_.find(table_.text(row, column_));
        return found == numbers_.end() ? none : found->second;
    }

  private:
    const base::CsvTable& table_;
    std::size_t column_;
    std::map<std::string, double> numbers_;
    bool nominal_ = false;
};

void require_pairs(const RatingTable& ratings, const base::CsvTable& table) {
    for (std::size_t unit = 0; unit < ratings.unit_count; ++unit) {
        std::size_t rated = 0;
        for (std::size_t rater = 0; rater < ratings.rater_count; ++rater)
            rated += !std::isnan(ratings.at(unit, rater));
        if (rated > 1) return;
    }
    table.fail(0, table.column("unit"), "here and below no unit is rated by two raters.",
               "Agreement needs at least two ratings of a unit.");
}

RatingTable read_ratings(const std::filesystem::path& path, RatingScale scale) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    table.allow_only({"unit", "rater", "value"});
    const std::size_t unit_column = table.column("unit");
    const std::size_t rater_column = table.column("rater");
    const auto units = number_all(table, unit_column);
    const auto raters = number_all(table, rater_column);
    const ValueReader values(table, scale);
    RatingTable ratings{units.size(), raters.size(), {}};
    ratings.values.assign(units.size() * raters.size(), std::numeric_limits<double>::quiet_NaN());
    std::vector<bool> seen(ratings.values.size());
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const std::size_t cell =
            units.at(table.text(row, unit_column)) * raters.size() + raters.at(table.text(row, rater_column));
        if (seen[cell])
            table.fail(row, unit_column, "this rater rated the unit before.", "Keep one of the rows.");
        seen[cell] = true;
        ratings.values[cell] = values.at(row);
    }
    require_pairs(ratings, table);
    return ratings;
}

EstimateView view_of(const BootstrapResult& result) {
    return {result.value, result.interval.low, result.interval.high};
}

AgreementView view_of(const RatingTable& table, const AgreementSummary& summary,
                      const AgreementOptions& options) {
    AgreementView view{options.scale, table.unit_count, table.rater_count};
    view.rating_count = static_cast<std::size_t>(
        std::count_if(table.values.begin(), table.values.end(), [](double value) { return value == value; }));
    view.alpha = view_of(summary.alpha);
    view.fleiss_kappa = view_of(summary.fleiss_kappa);
    view.gwet_ac1 = view_of(summary.gwet_ac1);
    view.gwet_ac2 = view_of(summary.gwet_ac2);
    view.gwet_ac2_weights = summary.ac2_weights;
    view.percent = view_of(summary.percent);
    view.icc_unit_count = summary.complete_unit_count;
    view.bootstrap_replicates = options.plan.replicates;
    view.seed = options.plan.seed;
    for (const Icc& icc : summary.icc) {
        const int model = icc.model == IccModel::one_way ? 1 : icc.model == IccModel::agreement ? 2 : 3;
        const std::string name = fmt::format("ICC({},{})", model, icc.unit == IccUnit::single ? "1" : "k");
        view.icc[name] = {icc.value, icc.interval.low, icc.interval.high, icc.f, icc.p};
    }
    return view;
}

void print(const AgreementView& view) {
    fmt::print("{} units, {} raters, {} ratings, {} scale\n", view.unit_count, view.rater_count,
               view.rating_count, base::enum_text(view.scale));
    const auto line = [](std::string_view name, const auto& estimate) {
        fmt::print("{:<28} {:>8.4f}   95 % {:.4f} to {:.4f}\n", name, estimate.value, estimate.low,
                   estimate.high);
    };
    line("Krippendorff's alpha", view.alpha);
    line("Fleiss' kappa", view.fleiss_kappa);
    line("Gwet's AC1", view.gwet_ac1);
    line(fmt::format("Gwet's AC2 ({})", base::enum_text(view.gwet_ac2_weights)), view.gwet_ac2);
    line("agreement", view.percent);
    for (const auto& [name, icc] : view.icc) line(name, icc);
}

Exit run_agreement(const AgreementOptions& options) {
    const RatingTable table = read_ratings(options.table, options.scale);
    const AgreementView view =
        view_of(table, summarise_agreement(table, options.scale, options.plan, options.weights), options);
    show_view(view, output_of(options.json), print);
    return Exit::done;
}

}  // namespace

void add_agreement(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<AgreementOptions>();
    CLI::App* command =
        root.add_subcommand("agreement", "How far raters agree: alpha, kappa, AC1, AC2, per cent, ICC");
    command
        ->add_option("table", options->table,
                     "CSV with the columns unit,rater,value; an empty value is a gap")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--scale", options->scale, "Scale of the ratings")
        ->transform(CLI::CheckedTransformer(kScales).description("nominal|ordinal|interval|ratio"))
        ->required();
    command->add_option("--weights", options->weights, "Of AC2; else what suits the scale")
        ->transform(CLI::CheckedTransformer(kWeights).description("identity|linear|quadratic|ordinal|ratio"));
    command->add_option("--bootstrap", options->plan.replicates, "Replicates over units")
        ->check(CLI::Range(2, 1000000));
    command->add_option("--seed", options->plan.seed, "Of the bootstrap");
    command->add_option("--threads", options->plan.threads.count,
                        "0: all cores; the digits never depend on it");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal agreement ratings.csv --scale ordinal --json");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return run_agreement(*options); }; });
}

}  // namespace medal::cli
