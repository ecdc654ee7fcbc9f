#include "metrics/segmentation/surface.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>
#include <cmath>

namespace medal::metrics {
namespace {

double sum_mm(std::span<const double> squared) noexcept {
    Sum total;
    for (const double value : squared) total.add(std::sqrt(value));
    return total.value();
}

bool within(double squared, double tau_mm) noexcept {
    return std::sqrt(squared) <= tau_mm + kTauSlack_mm;
}

std::size_t count_within(std::span<const double> squared, double tau_mm) noexcept {
    return static_cast<std::size_t>(
        std::count_if(squared.begin(), squared.end(), [&](double value) { return within(value, tau_mm); }));
}

struct Weighted {
    Sum within;
    Sum whole;

    void add(std::span<const double> squared, std::span<const double> areas, double tau_mm) noexcept {
        for (std::size_t i = 0; i < squared.size(); ++i) {
            whole.add(areas[i]);
            if (metrics::within(squared[i], tau_mm)) within.add(areas[i]);
        }
    }
};

}  // namespace

double percentile_mm(std::vector<double> squared, double percent) {
    if (squared.empty()) return kUndefined;
    const double at = percent / 100 * static_cast<double>(squared.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const auto low = squared.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(squared.begin(), low, squared.end());
    const double low_mm = std::sqrt(*low);
    const double share = at - static_cast<double>(below);
    if (share == 0 || low + 1 == squared.end()) return low_mm;
    const double high_mm = std::sqrt(*std::min_element(low + 1, squared.end()));
    return low_mm + (high_mm - low_mm) * share;
}

double mean_mm(std::span<const double> squared) noexcept {
    if (squared.empty()) return kUndefined;
    return sum_mm(squared) / static_cast<double>(squared.size());
}

double hausdorff_mm(const DirectedDistances& distances, double percent) {
    if (!distances.comparable()) return kUndefined;
    if (percent == 100) {
        return std::sqrt(
            std::max(*std::max_element(distances.from_reference.begin(), distances.from_reference.end()),
                     *std::max_element(distances.from_prediction.begin(), distances.from_prediction.end())));
    }
    return std::max(percentile_mm(distances.from_reference, percent),
                    percentile_mm(distances.from_prediction, percent));
}

double pooled_hausdorff_mm(const DirectedDistances& distances, double percent) {
    if (!distances.comparable()) return kUndefined;
    std::vector<double> all = distances.from_reference;
    all.insert(all.end(), distances.from_prediction.begin(), distances.from_prediction.end());
    return percentile_mm(std::move(all), percent);
}

double assd_mm(const DirectedDistances& distances) noexcept {
    if (!distances.comparable()) return kUndefined;
    return (sum_mm(distances.from_reference) + sum_mm(distances.from_prediction)) /
           static_cast<double>(distances.from_reference.size() + distances.from_prediction.size());
}

double masd_mm(const DirectedDistances& distances) noexcept {
    if (!distances.comparable()) return kUndefined;
    return (mean_mm(distances.from_reference) + mean_mm(distances.from_prediction)) / 2;
}

double nsd(const DirectedDistances& distances, double tau_mm) noexcept {
    const std::size_t all = distances.from_reference.size() + distances.from_prediction.size();
    if (all == 0) return kUndefined;
    const std::size_t close =
        count_within(distances.from_reference, tau_mm) + count_within(distances.from_prediction, tau_mm);
    return static_cast<double>(close) / static_cast<double>(all);
}

double weighted_nsd(const DirectedDistances& distances, const SurfaceAreas& areas, double tau_mm) noexcept {
    Weighted sums;
    sums.add(distances.from_reference, areas.reference, tau_mm);
    sums.add(distances.from_prediction, areas.prediction, tau_mm);
    const double whole = sums.whole.value();
    return whole == 0 ? kUndefined : sums.within.value() / whole;
}

}  // namespace medal::metrics
