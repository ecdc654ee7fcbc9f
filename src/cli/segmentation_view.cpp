#include "cli/segmentation_view.h"

#include "base/csv.h"
#include "base/enum_text.h"

#include <cmath>
#include <fmt/format.h>

namespace medal::cli {
namespace {

std::string parameter_text(const std::map<std::string, double>& parameters) {
    std::string text;
    for (const auto& [name, value] : parameters)
        text += fmt::format("{}{}={}", text.empty() ? "" : ";", name, value);
    return text;
}

std::string number_text(double value) {
    return std::isnan(value) ? "" : fmt::format("{}", value);
}

std::string full_name(const std::string& metric, const std::string& variant) {
    return variant == "default" ? metric : metric + ":" + variant;
}

/// A tau belongs to what a person reads; connectivity and thresholds stand in JSON and CSV.
std::string name_with_tau(const std::string& name, const std::map<std::string, double>& parameters) {
    const auto tau = parameters.find("tau_mm");
    return tau == parameters.end() ? name : fmt::format("{}({} mm)", name, tau->second);
}

}  // namespace

std::vector<double> spacing_of(const metrics::Geometry& geometry) {
    return {geometry.spacing_mm.begin(), geometry.spacing_mm.begin() + geometry.dimensions()};
}

LabelMap label_map(const std::vector<metrics::LabelValues>& labels) {
    LabelMap map;
    for (const auto& [label, values] : labels) map[std::to_string(label)] = values;
    return map;
}

std::string csv_head() {
    return "case,label,metric,variant,value,unit,status,n,parameters\n";
}

std::string csv_rows(const std::string& case_name, const LabelMap& labels) {
    std::string rows;
    for (const auto& [label, values] : labels) {
        for (const metrics::Value& value : values) {
            rows += fmt::format("{},{},{},{},{},{},{},{},{}\n", base::csv_cell(case_name), label,
                                value.metric, value.variant, number_text(value.value), value.unit,
                                base::enum_text(value.status), value.n, parameter_text(value.parameters));
        }
    }
    return rows;
}

std::string value_table(const LabelMap& labels) {
    std::string text =
        fmt::format("{:>5}  {:<22} {:>14}  {:<6} {}\n", "label", "metric", "value", "unit", "status");
    for (const auto& [label, values] : labels) {
        for (const metrics::Value& value : values) {
            const std::string name = name_with_tau(full_name(value.metric, value.variant), value.parameters);
            const std::string number = std::isnan(value.value) ? "-" : fmt::format("{:.10g}", value.value);
            text += fmt::format("{:>5}  {:<22} {:>14}  {:<6} {}\n", label, name, number, value.unit,
                                base::enum_text(value.status));
        }
    }
    return text;
}

std::string summary_table(const std::vector<SummaryView>& summary) {
    std::string text = fmt::format("{:>5}  {:<22} {:>10} {:>10} {:>10} {:>10}  {:>6} {:>7} {:>11} {:>8}\n",
                                   "label", "metric", "mean", "95 % low", "high", "median", "cases",
                                   "defined", "substituted", "left out");
    for (const SummaryView& row : summary) {
        const std::string name = name_with_tau(full_name(row.metric, row.variant), row.parameters);
        text +=
            fmt::format("{:>5}  {:<22} {:>10.5g} {:>10.5g} {:>10.5g} {:>10.5g}  {:>6} {:>7} {:>11} {:>8}\n",
                        row.label, name, row.mean, row.low, row.high, row.median, row.n_cases, row.n_defined,
                        row.n_substituted, row.n_left_out);
    }
    return text;
}

}  // namespace medal::cli
