// `medal calibrate PREDICTIONS.csv`: whether stated confidence matches how often it was right.
#include "base/csv.h"
#include "cli/families.h"
#include "cli/show_view.h"
#include "statistics/calibration.h"
#include "statistics/sum.h"

#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

struct CalibrateOptions {
    std::filesystem::path table;
    std::size_t bin_size = kCalibrationBinSize;
    std::size_t bin_count = kCalibrationBinCount;
    BootstrapPlan plan{};
    bool json = false;
};

struct Predictions {
    std::vector<double> y;
    std::vector<double> p;
    Clustering clusters;
};

struct ErrorView {
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
};
BOOST_DESCRIBE_STRUCT(ErrorView, (), (value, low, high))

struct CalibrationView {
    std::size_t n = 0;
    std::size_t cluster_count = 0;
    double accuracy = 0.0;
    double mean_confidence = 0.0;
    ErrorView rms_calibration_error{};
    double rms_calibration_error_hle_compat = 0.0;
    ErrorView ece{};
    double mce = 0.0;
    ErrorView brier{};
    double log_loss = 0.0;
    MurphyParts murphy{};
    CalibrationLine line{};
    std::size_t bin_size = 0;
    std::size_t bin_count = 0;
    std::vector<CalibrationBin> equal_mass_bins{};
    std::vector<CalibrationBin> equal_width_bins{};
    std::size_t bootstrap_replicates = 0;
    std::uint64_t seed = 0;
};
BOOST_DESCRIBE_STRUCT(CalibrationView, (),
                      (n, cluster_count, accuracy, mean_confidence, rms_calibration_error,
                       rms_calibration_error_hle_compat, ece, mce, brier, log_loss, murphy, line, bin_size,
                       bin_count, equal_mass_bins, equal_width_bins, bootstrap_replicates, seed))

Predictions read_predictions(const std::filesystem::path& path) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    table.allow_only({"y", "p", "cluster"});
    const std::size_t y = table.column("y");
    const std::size_t p = table.column("p");
    const auto cluster = table.find_column("cluster");
    Predictions result;
    std::vector<std::string> keys;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        result.y.push_back(static_cast<double>(table.whole_number(row, y, 0, 1)));
        result.p.push_back(table.number(row, p));
        if (!(result.p.back() >= 0.0 && result.p.back() <= 1.0)) {
            table.fail(row, p, "not between 0 and 1.", "Divide per cent by 100.");
        }
        if (cluster) keys.push_back(table.required_text(row, *cluster));
    }
    result.clusters = cluster ? cluster_by(keys) : each_alone(result.y.size());
    return result;
}

using Score = std::function<double(std::span<const double>, std::span<const double>)>;

/// Rows of drawn clusters are repeated as often as they were drawn.
ErrorView with_interval(const Predictions& data, const BootstrapPlan& plan, const Score& score) {
    const BootstrapResult result = percentile_bootstrap(
        [&](std::span<const std::uint32_t> copies) {
            std::vector<double> y;
            std::vector<double> p;
            for (std::size_t i = 0; i < data.y.size(); ++i) {
                y.insert(y.end(), copies[data.clusters.of_item[i]], data.y[i]);
                p.insert(p.end(), copies[data.clusters.of_item[i]], data.p[i]);
            }
            return y.empty() ? std::numeric_limits<double>::quiet_NaN() : score(y, p);
        },
        data.clusters.cluster_count, plan);
    return {result.value, result.interval.low, result.interval.high};
}

CalibrationView calibrate(const Predictions& data, const CalibrateOptions& options) {
    CalibrationView view{data.y.size(), data.clusters.cluster_count, mean(data.y), mean(data.p)};
    view.bin_size = options.bin_size;
    view.bin_count = options.bin_count;
    view.equal_mass_bins = equal_mass_bins(data.y, data.p, options.bin_size);
    view.equal_width_bins = equal_width_bins(data.y, data.p, options.bin_count);
    view.rms_calibration_error = with_interval(data, options.plan, [&](auto y, auto p) {
        return rms_calibration_error(equal_mass_bins(y, p, options.bin_size));
    });
    view.rms_calibration_error_hle_compat =
        rms_calibration_error(view.equal_mass_bins, RmsVariant::hle_compat);
    view.ece = with_interval(data, options.plan, [&](auto y, auto p) {
        return expected_calibration_error(equal_width_bins(y, p, options.bin_count));
    });
    view.mce = maximum_calibration_error(view.equal_width_bins);
    view.brier = with_interval(data, options.plan, [](auto y, auto p) { return brier_score(y, p); });
    view.log_loss = log_loss(data.y, data.p);
    view.murphy = murphy(view.equal_width_bins);
    view.line = calibration_line(data.y, data.p);
    view.bootstrap_replicates = options.plan.replicates;
    view.seed = options.plan.seed;
    return view;
}

void print(const CalibrationView& view) {
    fmt::print("{} answers, {} clusters: {:.1f} % right at a mean confidence of {:.1f} %\n", view.n,
               view.cluster_count, 100 * view.accuracy, 100 * view.mean_confidence);
    const auto line = [](const std::string& name, const ErrorView& error) {
        fmt::print("{:<40} {:.4f}   95 % {:.4f} to {:.4f}\n", name, error.value, error.low, error.high);
    };
    line(fmt::format("RMS calibration error (bins of {})", view.bin_size), view.rms_calibration_error);
    line(fmt::format("ECE ({} equal-width bins)", view.bin_count), view.ece);
    line("Brier score", view.brier);
    fmt::print("calibration slope {:.4f}, intercept {:.4f}, in the large {:.4f}\n", view.line.slope,
               view.line.intercept, view.line.in_the_large);
}

Exit run_calibrate(const CalibrateOptions& options) {
    const CalibrationView view = calibrate(read_predictions(options.table), options);
    show_view(view, output_of(options.json), print);
    return Exit::done;
}

}  // namespace

void add_calibrate(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<CalibrateOptions>();
    CLI::App* command = root.add_subcommand("calibrate", "Calibration of stated confidence");
    command
        ->add_option("table", options->table,
                     "CSV with the columns y (0 or 1), p (0 to 1) and optionally cluster")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--bin-size", options->bin_size, "Answers per bin of the RMS calibration error")
        ->check(CLI::Range(1, 1000000));
    command->add_option("--bins", options->bin_count, "Equal-width bins of the ECE")
        ->check(CLI::Range(1, 1000));
    command->add_option("--bootstrap", options->plan.replicates, "Replicates over clusters")
        ->check(CLI::Range(2, 1000000));
    command->add_option("--seed", options->plan.seed, "Of the bootstrap");
    command->add_option("--threads", options->plan.threads.count,
                        "0: all cores; the digits never depend on it");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal calibrate predictions.csv --json");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return run_calibrate(*options); }; });
}

}  // namespace medal::cli
