#include "cli/metrics_report.h"

#include "base/csv.h"
#include "base/json.h"

#include <cmath>
#include <fmt/format.h>
#include <iostream>
#include <mutex>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

using statistics::BootstrapResult;

/// All metrics of a draw are computed once: every metric sees the same draws, since the streams are the same.
class SharedDraws {
  public:
    explicit SharedDraws(const MetricSet& set) : set_(set), units_of_(set.clusters.cluster_count) {
        for (std::size_t i = 0; i < set.clusters.of_item.size(); ++i)
            units_of_[set.clusters.of_item[i]].push_back(i);
    }

    double value(std::size_t metric, std::span<const std::uint32_t> copies) {
        const std::string_view bytes(reinterpret_cast<const char*>(copies.data()), copies.size_bytes());
        const std::size_t key = std::hash<std::string_view>{}(bytes);
        {
            const std::lock_guard guard(lock_);
            const auto found = known_.find(key);
            if (found != known_.end()) return found->second[metric];
        }
        std::vector<std::size_t> drawn;
        for (std::size_t c = 0; c < copies.size(); ++c) {
            for (std::uint32_t copy = 0; copy < copies[c]; ++copy)
                drawn.insert(drawn.end(), units_of_[c].begin(), units_of_[c].end());
        }
        std::vector<double> values =
            drawn.empty() ? std::vector<double>(set_.names.size(), metrics::kUndefined) : set_.values(drawn);
        const double answer = values[metric];
        const std::lock_guard guard(lock_);
        known_.emplace(key, std::move(values));
        return answer;
    }

  private:
    const MetricSet& set_;
    std::vector<std::vector<std::size_t>> units_of_;
    std::mutex lock_;
    std::unordered_map<std::size_t, std::vector<double>> known_;
};

std::string method_for(const MetricSet& set, const ReportOptions& options) {
    if (options.plan.replicates == 0 || set.clusters.cluster_count < 2) return "none";
    return set.clusters.cluster_count <= kMostClustersForBca ? "bca" : "percentile";
}

void add_intervals(MetricReport& report, const MetricSet& set, const statistics::BootstrapPlan& plan) {
    SharedDraws draws(set);
    for (std::size_t i = 0; i < report.metrics.size(); ++i) {
        if (!std::isfinite(report.metrics[i].value)) continue;
        const auto statistic = [&](std::span<const std::uint32_t> copies) { return draws.value(i, copies); };
        const BootstrapResult result =
            report.interval.method == "bca"
                ? bca_bootstrap(statistic, set.clusters.cluster_count, plan)
                : percentile_bootstrap(statistic, set.clusters.cluster_count, plan);
        report.metrics[i].low = result.interval.low;
        report.metrics[i].high = result.interval.high;
    }
}

std::string parameter_text(const std::map<std::string, double>& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters)
        text += fmt::format("{}{}={}", text.empty() ? "" : ";", name, value);
    return text;
}

std::string number_text(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "";
}

std::string short_text(double value) {
    return std::isfinite(value) ? fmt::format("{:.4g}", value) : "-";
}

void print_csv(const MetricReport& report) {
    std::cout << "label,metric,variant,value,low,high,unit,status,n,parameters\n";
    for (const EstimateView& row : report.metrics) {
        std::cout << fmt::format("{},{},{},{},{},{},{},{},{},{}\n", base::csv_cell(row.label), row.metric,
                                 row.variant, number_text(row.value), number_text(row.low),
                                 number_text(row.high), base::csv_cell(row.unit), base::enum_text(row.status),
                                 row.n, parameter_text(row.parameters));
    }
}

void print_table(const MetricReport& report) {
    std::cout << fmt::format("{} cases, {} clusters\n", report.case_count, report.cluster_count);
    std::cout << fmt::format("{:<12} {:<34} {:>10} {:>10} {:>10}  {:<6} {}\n", "label", "metric", "value",
                             "95 % low", "high", "unit", "status");
    for (const EstimateView& row : report.metrics) {
        std::string name = row.variant == "default" ? row.metric : row.metric + ":" + row.variant;
        const std::string parameters = parameter_text(row.parameters);
        if (!parameters.empty()) name += "(" + parameters + ")";
        std::cout << fmt::format("{:<12} {:<34} {:>10} {:>10} {:>10}  {:<6} {}\n",
                                 row.label.empty() ? "all" : row.label, name, short_text(row.value),
                                 short_text(row.low), short_text(row.high), row.unit,
                                 base::enum_text(row.status));
    }
}

/// As with masks: emptiness shows even where the formula still gives a number.
metrics::Status status_of(const MetricSet& set, const MetricName& name, double value) {
    const Emptiness empty = set.emptiness ? set.emptiness(name) : Emptiness{};
    if (empty.reference && empty.prediction) return metrics::Status::both_empty;
    if (empty.reference) return metrics::Status::reference_empty;
    if (empty.prediction) return metrics::Status::prediction_empty;
    return std::isfinite(value) ? metrics::Status::defined : metrics::Status::invalid;
}

}  // namespace

MetricReport make_report(const MetricSet& set, const ReportOptions& options) {
    const std::size_t unit_count = set.clusters.of_item.size();
    std::vector<std::size_t> every(unit_count);
    std::iota(every.begin(), every.end(), std::size_t{0});
    MetricReport report{
        options.reference.string(),
        std::nullopt,
        unit_count,
        set.clusters.cluster_count,
        {},
        {method_for(set, options), options.plan.level, options.plan.replicates, options.plan.seed}};
    if (!options.prediction.empty()) report.prediction = options.prediction.string();
    const std::vector<double> values = set.values(every);
    for (std::size_t i = 0; i < set.names.size(); ++i) {
        const MetricName& name = set.names[i];
        const bool has_value = std::isfinite(values[i]);
        report.metrics.push_back({name.label, name.metric, name.variant,
                                  has_value ? values[i] : metrics::kUndefined, metrics::kUndefined,
                                  metrics::kUndefined, name.unit, status_of(set, name, values[i]), unit_count,
                                  name.parameters});
    }
    if (report.interval.method != "none") add_intervals(report, set, options.plan);
    return report;
}

void print_report(const MetricReport& report, const ReportOptions& options) {
    if (options.json) {
        std::cout << base::to_json(report) << '\n';
    } else if (options.csv) {
        print_csv(report);
    } else {
        print_table(report);
    }
}

void add_report_flags(CLI::App& command, ReportOptions& options) {
    command
        .add_option("--bootstrap", options.plan.replicates,
                    "Replicates of the 95 % interval, over clusters (patients); 0: no interval")
        ->check(CLI::Range(0, 1000000));
    command.add_option("--seed", options.plan.seed, "Of the bootstrap");
    command.add_option("--threads", options.plan.threads.count,
                       "0: all cores; the digits never depend on it");
    auto* json = command.add_flag("--json", options.json, "Print JSON");
    command.add_flag("--csv", options.csv, "Print CSV")->excludes(json);
}

void add_two_tables(CLI::App& command, ReportOptions& options, const std::string& columns) {
    command.add_option("reference", options.reference, "CSV, or a JSON array of objects: " + columns)
        ->required()
        ->check(CLI::ExistingPath);
    command
        .add_option("prediction", options.prediction,
                    "A second table with what was predicted, matched by case")
        ->check(CLI::ExistingPath);
}

}  // namespace medal::cli
