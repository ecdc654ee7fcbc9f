// `medal metrics measurement`: a measured quantity against its reference.
#include "cli/metrics_command.h"
#include "cli/metrics_tables.h"
#include "metrics/measurement/measurement.h"
#include "statistics/icc.h"
#include "statistics/rank.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct Pairs {
    std::vector<double> reference;
    std::vector<double> prediction;
};

std::vector<MetricName> names_in(const std::string& unit) {
    std::vector<MetricName> names;
    for (const char* id : {"MAE", "RMSE", "bias", "SD_difference", "LoA_lower", "LoA_upper"})
        names.push_back({"", id, "default", unit});
    for (const char* id : {"MRE", "CCC", "pearson"}) names.push_back({"", id});
    for (const char* form : {"1_1", "2_1", "3_1", "1_k", "2_k", "3_k"}) names.push_back({"", "ICC", form});
    return names;
}

std::vector<double> values_of(const Pairs& all, DrawnUnits drawn) {
    Pairs d;
    statistics::RatingTable table{drawn.size(), 2, {}};
    for (const std::size_t i : drawn) {
        d.reference.push_back(all.reference[i]);
        d.prediction.push_back(all.prediction[i]);
        table.values.insert(table.values.end(), {all.reference[i], all.prediction[i]});
    }
    const metrics::Measured data{d.reference, d.prediction};
    const metrics::BlandAltman limits = metrics::bland_altman(data);
    std::vector<double> values{metrics::mean_absolute_error(data),
                               metrics::root_mean_squared_error(data),
                               limits.bias,
                               limits.sd,
                               limits.lower,
                               limits.upper,
                               metrics::mean_relative_error(data),
                               metrics::concordance(data),
                               statistics::pearson(d.reference, d.prediction)};
    if (drawn.size() < 2) {
        values.insert(values.end(), 6, metrics::kUndefined);
        return values;
    }
    for (const statistics::Icc& icc : statistics::all_icc(table)) values.push_back(icc.value);
    return values;
}

Exit measurement(const ReportOptions& options) {
    const PairedTables tables =
        read_paired(options, {{"case"}, {"reference"}, {"prediction"}, {"cluster", "unit"}});
    const std::string unit = one_unit(tables);
    const std::size_t ours = tables.reference.column("reference");
    const std::size_t theirs = tables.prediction().column("prediction");
    Pairs pairs;
    for (std::size_t row = 0; row < tables.reference.row_count(); ++row) {
        pairs.reference.push_back(tables.reference.number(row, ours));
        pairs.prediction.push_back(tables.prediction().number(tables.prediction_row[row], theirs));
    }
    const MetricReport report = make_report(
        {names_in(unit.empty() ? "as given" : unit),
         [&](DrawnUnits drawn) { return values_of(pairs, drawn); }, clusters_of(tables.reference)},
        options);
    print_report(report, options);
    return Exit::done;
}

}  // namespace

void add_metrics_measurement(CLI::App& metrics, Dispatch& dispatch) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* command = metrics.add_subcommand(
        "measurement", "Measured quantities: errors, Bland-Altman limits, concordance, ICC");
    add_two_tables(*command, *options, "case,reference,prediction and optionally unit,cluster");
    add_report_flags(*command, *options);
    command->footer(
        "Example:\n  medal metrics measurement volumes.csv --json\n"
        "  medal metrics measurement reference.csv prediction.csv --csv");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return measurement(*options); }; });
}

}  // namespace medal::cli
