// Compensated sums over spans, in index order (base/sum.h).
#pragma once

#include "base/sum.h"

#include <limits>
#include <span>

namespace medal::statistics {

using base::Sum;

inline double sum(std::span<const double> values) noexcept {
    Sum total;
    for (const double value : values) total.add(value);
    return total.value();
}

/// NaN for no values.
inline double mean(std::span<const double> values) noexcept {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    return sum(values) / static_cast<double>(values.size());
}

/// Sum of squared deviations from `centre`.
inline double squared_deviations(std::span<const double> values, double centre) noexcept {
    Sum total;
    for (const double value : values) total.add((value - centre) * (value - centre));
    return total.value();
}

/// With n - 1; NaN for fewer than two values.
inline double variance(std::span<const double> values) noexcept {
    if (values.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    return squared_deviations(values, mean(values)) / static_cast<double>(values.size() - 1);
}

}  // namespace medal::statistics
