// `medal metrics classification`: a yes/no truth with a score, or named classes.
#include "base/error.h"
#include "cli/metrics_command.h"
#include "cli/metrics_tables.h"
#include "metrics/classification/binary.h"
#include "metrics/classification/multiclass.h"
#include "statistics/calibration.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct ClassificationOptions {
    ReportOptions report;
    std::vector<double> thresholds{0.5};
    std::size_t bin_count = statistics::kCalibrationBinCount;
    std::size_t bin_size = statistics::kCalibrationBinSize;
    std::vector<std::string> classes;
};

struct Binary {
    std::vector<double> y;
    std::vector<double> p;
};

std::vector<MetricName> binary_names(const ClassificationOptions& options) {
    std::vector<MetricName> names{{"", "AUROC"}, {"", "AP"}};
    for (const double threshold : options.thresholds) {
        for (const char* id : {"sensitivity", "specificity", "PPV", "NPV", "accuracy", "BA", "F1", "F2",
                               "MCC", "kappa", "LR+", "LR-", "NB"})
            names.push_back({"", id, "default", "1", {{"threshold", threshold}}});
    }
    const auto bins = static_cast<double>(options.bin_count);
    const auto size = static_cast<double>(options.bin_size);
    names.insert(names.end(), {{"", "Brier"},
                               {"", "NLL", "default", "nat"},
                               {"", "ECE", "default", "1", {{"bins", bins}}},
                               {"", "RMSCE", "default", "1", {{"bin_size", size}}},
                               {"", "RMSCE", "hle_compat", "1", {{"bin_size", size}}},
                               {"", "calibration_slope"},
                               {"", "calibration_intercept"}});
    return names;
}

void add_at_threshold(std::vector<double>& values, metrics::ScoredTruth data, double threshold) {
    const metrics::Counts c = metrics::counts_at(data, threshold);
    values.insert(values.end(),
                  {metrics::sensitivity(c), metrics::specificity(c), metrics::positive_predictive_value(c),
                   metrics::negative_predictive_value(c), metrics::accuracy(c), metrics::balanced_accuracy(c),
                   metrics::f_beta(c, 1), metrics::f_beta(c, 2), metrics::matthews(c),
                   metrics::cohen_kappa(c), metrics::positive_likelihood_ratio(c),
                   metrics::negative_likelihood_ratio(c), metrics::net_benefit(c, threshold)});
}

std::vector<double> binary_values(const Binary& data, DrawnUnits drawn,
                                  const ClassificationOptions& options) {
    Binary d;
    for (const std::size_t i : drawn) {
        d.y.push_back(data.y[i]);
        d.p.push_back(data.p[i]);
    }
    std::vector<double> values{metrics::auroc({d.y, d.p}).value, metrics::average_precision({d.y, d.p})};
    for (const double threshold : options.thresholds) add_at_threshold(values, {d.y, d.p}, threshold);
    const auto wide = statistics::equal_width_bins(d.y, d.p, options.bin_count);
    const auto mass = statistics::equal_mass_bins(d.y, d.p, options.bin_size);
    const auto line = statistics::calibration_line(d.y, d.p);
    values.insert(values.end(),
                  {statistics::brier_score(d.y, d.p), statistics::log_loss(d.y, d.p),
                   statistics::expected_calibration_error(wide), statistics::rms_calibration_error(mass),
                   statistics::rms_calibration_error(mass, statistics::RmsVariant::hle_compat), line.slope,
                   line.intercept});
    return values;
}

/// Without a threshold every case is given a score, so nothing predicted is empty.
Emptiness binary_emptiness(const Binary& data, const MetricName& name) {
    const auto is_yes = [](double y) { return y == 1; };
    Emptiness empty{std::none_of(data.y.begin(), data.y.end(), is_yes), false};
    const auto threshold = name.parameters.find("threshold");
    if (threshold != name.parameters.end()) {
        empty.prediction =
            std::none_of(data.p.begin(), data.p.end(), [&](double p) { return p >= threshold->second; });
    }
    return empty;
}

/// DeLong's interval holds for independent cases only.
void add_delong(MetricReport& report, const Binary& data) {
    if (report.cluster_count != report.case_count) return;
    const metrics::Auroc auroc = metrics::auroc({data.y, data.p});
    EstimateView row = report.metrics.front();
    row.variant = "delong";
    row.low = auroc.low;
    row.high = auroc.high;
    report.metrics.insert(report.metrics.begin() + 1, row);
}

MetricReport report_binary(const ClassificationOptions& options) {
    const PairedTables tables = read_paired(options.report, {{"case"}, {"y"}, {"p"}, {"cluster"}});
    const std::size_t y = tables.reference.column("y");
    const std::size_t p = tables.prediction().column("p");
    Binary data;
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) {
        data.y.push_back(static_cast<double>(tables.reference.whole_number(row, y, 0, 1)));
        const std::size_t other = tables.prediction_row[row];
        data.p.push_back(tables.prediction().number(other, p));
        if (!(data.p.back() >= 0 && data.p.back() <= 1))
            tables.prediction().fail(other, p, "not between 0 and 1.", "Divide per cent by 100.");
    }
    MetricReport report = make_report(
        {binary_names(options), [&](DrawnUnits drawn) { return binary_values(data, drawn, options); },
         clusters_of(tables.reference), [&](const MetricName& name) { return binary_emptiness(data, name); }},
        options.report);
    add_delong(report, data);
    return report;
}

struct Classes {
    std::vector<std::string> names;
    std::vector<std::size_t> truth;
    std::vector<std::size_t> said;
};

std::size_t class_at(const std::vector<std::string>& names, const base::CsvTable& table, std::size_t row,
                     std::size_t column) {
    const auto found = std::find(names.begin(), names.end(), table.required_text(row, column));
    if (found == names.end())
        table.fail(row, column, "none of the classes.", "Correct it, or add it to --classes.");
    return static_cast<std::size_t>(found - names.begin());
}

Classes read_classes(const PairedTables& tables, std::vector<std::string> names) {
    const std::size_t truth = tables.reference.column("truth");
    const std::size_t said = tables.prediction().column("prediction");
    Classes data{std::move(names), {}, {}};
    if (data.names.empty()) {
        std::set<std::string> found;
        for (std::size_t row = 0; row < tables.reference.row_count(); ++row)
            found.insert(tables.reference.required_text(row, truth));
        data.names.assign(found.begin(), found.end());
    }
    if (data.names.size() > 1000) {
        throw base::Error(base::ErrorKind::too_large, "classification.classes",
                          tables.reference.name() + " names more than 1000 classes.",
                          {.hint = "Is truth the right column?"});
    }
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) {
        data.truth.push_back(class_at(data.names, tables.reference, row, truth));
        data.said.push_back(class_at(data.names, tables.prediction(), tables.prediction_row[row], said));
    }
    return data;
}

std::vector<double> class_values(const Classes& data, DrawnUnits drawn) {
    using namespace metrics;
    const std::size_t k = data.names.size();
    Confusion m(k, std::vector<std::uint64_t>(k));
    for (const std::size_t i : drawn) ++m[data.truth[i]][data.said[i]];
    std::vector<double> values{metrics::accuracy(m),
                               metrics::balanced_accuracy(m),
                               metrics::matthews(m),
                               metrics::cohen_kappa(m),
                               metrics::cohen_kappa(m, KappaWeights::linear),
                               metrics::cohen_kappa(m, KappaWeights::quadratic),
                               macro_f1(m),
                               expected_cost(m, distance_costs(k))};
    for (std::size_t c = 0; c < k; ++c) {
        const Counts counts = one_against_rest(m, c);
        values.insert(values.end(), {metrics::sensitivity(counts), metrics::specificity(counts),
                                     positive_predictive_value(counts), f_beta(counts, 1)});
    }
    return values;
}

std::vector<MetricName> class_names(const Classes& data) {
    std::vector<MetricName> names{{"", "accuracy"},
                                  {"", "BA"},
                                  {"", "MCC"},
                                  {"", "kappa"},
                                  {"", "kappa", "linear"},
                                  {"", "kappa", "quadratic"},
                                  {"", "F1_macro"},
                                  {"", "EC", "distance"}};
    for (const std::string& name : data.names) {
        for (const char* id : {"sensitivity", "specificity", "PPV", "F1"}) names.push_back({name, id});
    }
    return names;
}

Emptiness class_emptiness(const Classes& data, const MetricName& name) {
    const auto found = std::find(data.names.begin(), data.names.end(), name.label);
    if (name.label.empty() || found == data.names.end()) return {};
    const auto number = static_cast<std::size_t>(found - data.names.begin());
    const auto lacks = [&](const std::vector<std::size_t>& list) {
        return std::find(list.begin(), list.end(), number) == list.end();
    };
    return {lacks(data.truth), lacks(data.said)};
}

MetricReport report_classes(const ClassificationOptions& options) {
    const PairedTables tables =
        read_paired(options.report, {{"case"}, {"truth"}, {"prediction"}, {"cluster"}});
    const Classes data = read_classes(tables, options.classes);
    return make_report(
        {class_names(data), [&](DrawnUnits drawn) { return class_values(data, drawn); },
         clusters_of(tables.reference), [&](const MetricName& name) { return class_emptiness(data, name); }},
        options.report);
}

Exit classification(const ClassificationOptions& options) {
    const bool has_classes = base::read_table(options.report.reference).find_column("truth").has_value();
    print_report(has_classes ? report_classes(options) : report_binary(options), options.report);
    return Exit::done;
}

}  // namespace

void add_metrics_classification(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<ClassificationOptions>();
    CLI::App* command = metrics.add_subcommand(
        "classification", "Images or cases put into classes: discrimination, counts, calibration");
    add_two_tables(*command, options->report,
                   "case,y,p (y 0 or 1, p 0 to 1) or case,truth,prediction (names of classes); and cluster");
    command->add_option("--threshold", options->thresholds, "p from here on is a yes")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--bins", options->bin_count, "Equal-width bins of the ECE")
        ->check(CLI::Range(1, 1000));
    command->add_option("--bin-size", options->bin_size, "Answers per bin of the RMS calibration error")
        ->check(CLI::Range(1, 1000000));
    command->add_option("--classes", options->classes, "All classes in their order, for weighted kappa")
        ->delimiter(',');
    add_report_flags(*command, options->report);
    command->footer(
        "Example:\n  medal metrics classification predictions.csv --threshold 0.3 --json\n"
        "  medal metrics classification truth.csv grades.json --classes 0,1,2,3,4 --csv");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return classification(*options); }; });
}

}  // namespace medal::cli
