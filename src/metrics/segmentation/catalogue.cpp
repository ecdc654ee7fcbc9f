#include "metrics/segmentation/catalogue.h"

#include "base/error.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace medal::metrics {
namespace {

using enum Kind;
using enum Offer;

constexpr MetricInfo kMetrics[] = {
    {"TP", "default", "voxel", count, standard},
    {"FP", "default", "voxel", count, standard},
    {"FN", "default", "voxel", count, standard},
    {"TN", "default", "voxel", count, standard},
    {"DSC", "default", "1", overlap, standard},
    {"IoU", "default", "1", overlap, standard},
    {"sensitivity", "default", "1", overlap, standard},
    {"specificity", "default", "1", overlap, standard},
    {"PPV", "default", "1", overlap, standard},
    {"NPV", "default", "1", overlap, standard},
    {"F2", "default", "1", overlap, standard},
    {"MCC", "default", "1", correlation, standard},
    {"kappa", "default", "1", correlation, standard},
    {"accuracy", "default", "1", overlap, standard},
    {"BA", "default", "1", overlap, extra},
    {"VS", "default", "1", overlap, extra},
    {"RVE", "default", "1", relative_error, standard},
    {"RVE", "signed", "1", relative_error, extra},
    {"HD", "default", "mm", distance, standard},
    {"HD95", "default", "mm", distance, standard},
    {"HD95", "pooled", "mm", distance, standard},
    {"ASSD", "default", "mm", distance, standard},
    {"MASD", "default", "mm", distance, standard},
    {"NSD", "default", "1", overlap, standard},
    {"NSD", "surfel", "1", overlap, standard},
    {"BIoU", "default", "1", overlap, standard},
    {"clDice", "default", "1", overlap, standard},
    {"PQ", "default", "1", overlap, standard},
    {"SQ", "default", "1", overlap, standard},
    {"RQ", "default", "1", overlap, standard},
    {"F1_lesion", "default", "1", overlap, standard},
    {"sensitivity_lesion", "default", "1", overlap, extra},
    {"PPV_lesion", "default", "1", overlap, extra},
    {"DSC_lesion", "default", "1", overlap, extra},
    {"NSD_lesion", "default", "1", overlap, extra},
    {"TP_lesion", "default", "lesion", count, extra},
    {"FP_lesion", "default", "lesion", count, extra},
    {"FN_lesion", "default", "lesion", count, extra},
};

std::string known_names() {
    std::vector<std::string_view> names;
    for (const MetricInfo& metric : kMetrics) {
        if (names.empty() || names.back() != metric.id) names.push_back(metric.id);
    }
    return fmt::format("all, HDp (such as HD90), {}", fmt::join(names, ", "));
}

}  // namespace

std::span<const MetricInfo> segmentation_metrics() noexcept {
    return kMetrics;
}

const MetricInfo* find_metric(std::string_view id, std::string_view variant) noexcept {
    const auto* found = std::find_if(std::begin(kMetrics), std::end(kMetrics), [&](const MetricInfo& metric) {
        return metric.id == id && metric.variant == variant;
    });
    return found == std::end(kMetrics) ? nullptr : found;
}

std::optional<double> percentile_of(std::string_view id) noexcept {
    if (!id.starts_with("HD") || id.size() < 3) return std::nullopt;
    double percent = 0;
    const auto [end, fault] = std::from_chars(id.data() + 2, id.data() + id.size(), percent);
    const bool whole = fault == std::errc{} && end == id.data() + id.size();
    if (!whole || !(percent > 0) || percent > 100) return std::nullopt;
    return percent;
}

MetricChoice::MetricChoice(const std::vector<std::string>& names) {
    for (const std::string& name : names) add(name);
    if (!names.empty()) return;
    for (const MetricInfo& metric : kMetrics) {
        if (metric.offer == standard) chosen_.push_back(&metric);
    }
}

void MetricChoice::add(const std::string& name) {
    const std::size_t colon = name.find(':');
    const std::string_view id = std::string_view(name).substr(0, colon);
    const std::size_t before = chosen_.size();
    for (const MetricInfo& metric : kMetrics) {
        const bool named =
            metric.id == id && (colon == std::string::npos || name.substr(colon + 1) == metric.variant);
        if (named || name == "all") chosen_.push_back(&metric);
    }
    if (chosen_.size() > before) return;
    if (const auto percent = percentile_of(name)) {
        percentiles_.push_back(*percent);
        std::sort(percentiles_.begin(), percentiles_.end());
        return;
    }
    throw base::Error(base::ErrorKind::invalid, "metrics.unknown_metric",
                      fmt::format("There is no metric with the name given after --metrics."),
                      {.field = "--metrics", .hint = fmt::format("Use one of: {}.", known_names())});
}

bool MetricChoice::wants(std::string_view id, std::string_view variant) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](const MetricInfo* metric) {
        return metric->id == id && metric->variant == variant;
    });
}

bool MetricChoice::wants_any(std::initializer_list<std::string_view> ids) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](const MetricInfo* metric) {
        return std::find(ids.begin(), ids.end(), metric->id) != ids.end();
    });
}

}  // namespace medal::metrics
