#include "statistics/interval.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace medal::statistics {

double quantile_sorted(std::span<const double> sorted, double p) noexcept {
    const double position = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(position));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double share = position - static_cast<double>(below);
    // Infinite neighbours (a missing value counts as worse than any) must not give inf - inf.
    if (share == 0.0 || sorted[below] == sorted[above]) return sorted[below];
    return sorted[below] + share * (sorted[above] - sorted[below]);
}

double quantile(std::span<const double> values, double p) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return quantile_sorted(sorted, p);
}

double median(std::span<const double> values) {
    if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> copy(values.begin(), values.end());
    return median_in_place(copy);
}

// The mean of the two middle values, not an interpolation: the same rounding as R's median, so equal stays
// equal.
double median_in_place(std::span<double> values) noexcept {
    const std::size_t half = values.size() / 2;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return below == *middle ? below : (below + *middle) * 0.5;
}

}  // namespace medal::statistics
