#include "metrics/measurement/measurement.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <cmath>

namespace medal::metrics {
namespace {

/// 97.5 % of the normal distribution, to the two decimals of the paper.
constexpr double kLimitFactor = 1.96;

template <class Term>
double mean_of(Measured data, Term&& term) noexcept {
    if (data.reference.empty()) return kUndefined;
    Sum total;
    for (std::size_t i = 0; i < data.reference.size(); ++i)
        total.add(term(data.reference[i], data.prediction[i]));
    return total.value() / static_cast<double>(data.reference.size());
}

}  // namespace

double mean_absolute_error(Measured data) noexcept {
    return mean_of(data, [](double r, double p) { return std::abs(p - r); });
}

double mean_relative_error(Measured data) noexcept {
    return mean_of(data,
                   [](double r, double p) { return r == 0 ? kUndefined : std::abs(p - r) / std::abs(r); });
}

double root_mean_squared_error(Measured data) noexcept {
    return std::sqrt(mean_of(data, [](double r, double p) { return (p - r) * (p - r); }));
}

BlandAltman bland_altman(Measured data) noexcept {
    BlandAltman result;
    result.bias = mean_of(data, [](double r, double p) { return p - r; });
    const auto n = static_cast<double>(data.reference.size());
    if (n < 2) return {result.bias, kUndefined, kUndefined, kUndefined, kUndefined};
    const double squared =
        mean_of(data, [&](double r, double p) { return (p - r - result.bias) * (p - r - result.bias); });
    result.sd = std::sqrt(squared * n / (n - 1));
    result.lower = result.bias - kLimitFactor * result.sd;
    result.upper = result.bias + kLimitFactor * result.sd;
    result.se_of_limit = std::sqrt(3 * result.sd * result.sd / n);
    return result;
}

double concordance(Measured data) noexcept {
    const double r_mean = mean_of(data, [](double r, double) { return r; });
    const double p_mean = mean_of(data, [](double, double p) { return p; });
    const double r_var = mean_of(data, [&](double r, double) { return (r - r_mean) * (r - r_mean); });
    const double p_var = mean_of(data, [&](double, double p) { return (p - p_mean) * (p - p_mean); });
    const double joint = mean_of(data, [&](double r, double p) { return (r - r_mean) * (p - p_mean); });
    const double whole = r_var + p_var + (r_mean - p_mean) * (r_mean - p_mean);
    return whole == 0 ? kUndefined : 2 * joint / whole;
}

}  // namespace medal::metrics
