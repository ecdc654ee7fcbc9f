#include "metrics/segmentation/counts.h"

#include "metrics/value.h"

#include <cmath>

namespace medal::metrics {
namespace {

double real(std::uint64_t count) noexcept {
    return static_cast<double>(count);
}

double ratio(std::uint64_t part, std::uint64_t whole) noexcept {
    return whole == 0 ? kUndefined : real(part) / real(whole);
}

/// tp tn - fp fn without overflow or cancellation: products of counts need 128 bits.
__extension__ using Wide = __int128;

Wide product(std::uint64_t a, std::uint64_t b) noexcept {
    return static_cast<Wide>(a) * static_cast<Wide>(b);
}

}  // namespace

double sensitivity(const Counts& c) noexcept {
    return ratio(c.tp, c.reference());
}
double specificity(const Counts& c) noexcept {
    return ratio(c.tn, c.tn + c.fp);
}
double positive_predictive_value(const Counts& c) noexcept {
    return ratio(c.tp, c.prediction());
}
double negative_predictive_value(const Counts& c) noexcept {
    return ratio(c.tn, c.tn + c.fn);
}
double accuracy(const Counts& c) noexcept {
    return ratio(c.tp + c.tn, c.all());
}
double balanced_accuracy(const Counts& c) noexcept {
    return (sensitivity(c) + specificity(c)) / 2;
}

double f_beta(const Counts& c, double beta) noexcept {
    const double weight = beta * beta;
    const double whole = (1 + weight) * real(c.tp) + weight * real(c.fn) + real(c.fp);
    return whole == 0 ? kUndefined : (1 + weight) * real(c.tp) / whole;
}

double intersection_over_union(const Counts& c) noexcept {
    return ratio(c.tp, c.tp + c.fp + c.fn);
}

double matthews(const Counts& c) noexcept {
    const double whole = std::sqrt(real(c.prediction())) * std::sqrt(real(c.reference())) *
                         std::sqrt(real(c.tn + c.fp)) * std::sqrt(real(c.tn + c.fn));
    if (whole == 0) return kUndefined;
    return static_cast<double>(product(c.tp, c.tn) - product(c.fp, c.fn)) / whole;
}

double cohen_kappa(const Counts& c) noexcept {
    // (po - pe) / (1 - pe), multiplied out: 2 (tp tn - fp fn) over the two mixed products of the margins.
    const Wide whole = product(c.prediction(), c.tn + c.fp) + product(c.reference(), c.tn + c.fn);
    if (whole == 0) return kUndefined;
    return 2 * static_cast<double>(product(c.tp, c.tn) - product(c.fp, c.fn)) / static_cast<double>(whole);
}

double volumetric_similarity(const Counts& c) noexcept {
    const std::uint64_t whole = c.reference() + c.prediction();
    if (whole == 0) return kUndefined;
    const std::uint64_t apart = c.fn > c.fp ? c.fn - c.fp : c.fp - c.fn;
    return 1 - real(apart) / real(whole);
}

double signed_volume_error(const Counts& c) noexcept {
    if (c.reference() == 0) return kUndefined;
    return (real(c.prediction()) - real(c.reference())) / real(c.reference());
}

}  // namespace medal::metrics
