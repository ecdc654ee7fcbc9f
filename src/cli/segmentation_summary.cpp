#include "cli/segmentation_summary.h"

#include "statistics/sum.h"

namespace medal::cli {
namespace {

using metrics::Status;
using metrics::Use;

double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? metrics::kUndefined : static_cast<double>(part) / static_cast<double>(whole);
}

double drawn_mean(const std::vector<double>& values, std::span<const std::uint32_t> copies) {
    statistics::Sum total;
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        total.add(values[i] * copies[i]);
        n += copies[i];
    }
    return total.value() / static_cast<double>(n);
}

SummaryView summarise_one(const std::vector<MeasuredCase>& cases, metrics::Label label, std::size_t position,
                          const statistics::BootstrapPlan& plan) {
    const metrics::Value& first = cases.front().labels.at(label)[position];
    SummaryView row;
    row.label = std::to_string(label);
    row.metric = first.metric;
    row.variant = first.variant;
    row.unit = first.unit;
    row.parameters = first.parameters;
    row.n_cases = cases.size();
    std::vector<double> used;
    for (const MeasuredCase& one : cases) {
        const auto usable = apply_policy(one.labels.at(label)[position], diagonal_mm(one.geometry));
        row.n_defined += usable.use == Use::as_measured ? 1 : 0;
        row.n_substituted += usable.use == Use::substituted ? 1 : 0;
        row.n_left_out += usable.use == Use::left_out ? 1 : 0;
        if (usable.use != Use::left_out) used.push_back(usable.value);
    }
    if (used.empty()) return row;
    row.mean = statistics::mean(used);
    row.median = statistics::median(used);
    if (used.size() < 2) return row;
    const auto boot = statistics::bca_bootstrap(
        [&](std::span<const std::uint32_t> copies) { return drawn_mean(used, copies); }, used.size(), plan);
    row.low = boot.interval.low;
    row.high = boot.interval.high;
    return row;
}

void count_case(const MeasuredCase& one, metrics::Label label, CaseLevelView& row) {
    const auto& values = one.labels.at(label);
    const Status status = values.empty() ? Status::invalid : values.front().status;
    const bool is_delivered = one.view.status == Status::defined;
    // Not delivered: what is there was not found, what is not there was not cleared either.
    const bool is_missed =
        status == Status::prediction_empty || (!is_delivered && one.has_reference.contains(label));
    if (status == Status::both_empty) {
        ++row.true_negative;
    } else if (status == Status::reference_empty) {
        ++row.false_positive;
    } else if (is_missed) {
        ++row.false_negative;
    } else {
        ++(is_delivered ? row.true_positive : row.false_positive);
    }
}

}  // namespace

std::vector<SummaryView> summarise(const std::vector<MeasuredCase>& cases,
                                   const statistics::BootstrapPlan& plan) {
    std::vector<SummaryView> rows;
    if (cases.empty()) return rows;
    for (const auto& [label, values] : cases.front().labels) {
        for (std::size_t position = 0; position < values.size(); ++position) {
            rows.push_back(summarise_one(cases, label, position, plan));
        }
    }
    return rows;
}

std::map<std::string, CaseLevelView> case_level(const std::vector<MeasuredCase>& cases) {
    std::map<std::string, CaseLevelView> result;
    for (const MeasuredCase& one : cases) {
        for (const auto& [label, values] : one.labels) count_case(one, label, result[std::to_string(label)]);
    }
    for (auto& [label, row] : result) {
        row.sensitivity = ratio(row.true_positive, row.true_positive + row.false_negative);
        row.specificity = ratio(row.true_negative, row.true_negative + row.false_positive);
    }
    return result;
}

}  // namespace medal::cli
