// What every `medal metrics` command of tables shares: its flags, one list of named values with
// patient-clustered bootstrap intervals, and how it is printed (table, JSON, CSV).
#pragma once

#include "metrics/value.h"
#include "statistics/bootstrap.h"
#include "statistics/clustered.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace CLI {
class App;
}

namespace medal::cli {

/// Up to so many clusters the interval is BCa, whose jackknife costs one evaluation a cluster; beyond, where
/// the two hardly differ, it is the percentile interval.
inline constexpr std::size_t kMostClustersForBca = 1000;

struct ReportOptions {
    std::filesystem::path reference;
    std::filesystem::path prediction;  // empty: the reference table holds both
    statistics::BootstrapPlan plan{};
    bool json = false;
    bool csv = false;
};

struct MetricName {
    std::string label{};  // class; empty: all together
    std::string metric{};
    std::string variant = "default";
    std::string unit = "1";
    std::map<std::string, double> parameters{};
};

/// Units by number, as often as they were drawn.
using DrawnUnits = std::span<const std::size_t>;

/// Whether there is nothing to find, and nothing found, by one metric: no positive case, no lesion, no member
/// of a class.
struct Emptiness {
    bool reference = false;
    bool prediction = false;
};

/// The metrics of one command: `values` answers in the order of `names`, from several threads at once.
struct MetricSet {
    std::vector<MetricName> names{};
    std::function<std::vector<double>(DrawnUnits)> values{};
    statistics::Clustering clusters{};
    /// Of all units; none where nothing can be empty.
    std::function<Emptiness(const MetricName&)> emptiness{};
};

struct EstimateView {
    std::string label{};
    std::string metric{};
    std::string variant{};
    double value = metrics::kUndefined;
    double low = metrics::kUndefined;
    double high = metrics::kUndefined;
    std::string unit{};
    metrics::Status status = metrics::Status::defined;
    std::uint64_t n = 0;
    std::map<std::string, double> parameters{};
};
BOOST_DESCRIBE_STRUCT(EstimateView, (),
                      (label, metric, variant, value, low, high, unit, status, n, parameters))

struct IntervalView {
    std::string method{};  // none, bca, percentile
    double level = 0.95;
    std::size_t replicates = 0;
    std::uint64_t seed = 0;
};
BOOST_DESCRIBE_STRUCT(IntervalView, (), (method, level, replicates, seed))

struct MetricReport {
    std::string reference{};
    std::optional<std::string> prediction{};
    std::size_t case_count = 0;
    std::size_t cluster_count = 0;
    std::vector<EstimateView> metrics{};
    IntervalView interval{};
};
BOOST_DESCRIBE_STRUCT(MetricReport, (), (reference, prediction, case_count, cluster_count, metrics, interval))

MetricReport make_report(const MetricSet& set, const ReportOptions& options);

/// In the form the options ask for.
void print_report(const MetricReport& report, const ReportOptions& options);

/// --bootstrap, --seed, --threads, --json, --csv.
void add_report_flags(CLI::App& command, ReportOptions& options);
/// REFERENCE and, optional, PREDICTION.
void add_two_tables(CLI::App& command, ReportOptions& options, const std::string& columns);

}  // namespace medal::cli
