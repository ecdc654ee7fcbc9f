// Compensated sums in a fixed order: the same digits for any number of threads.
// Neumaier's variant of Kahan summation (ZAMM 54, 1974). The caller adds in index order.
#pragma once

#include <cmath>
#include <limits>
#include <span>

namespace medal::statistics {

class Sum {
  public:
    void add(double term) noexcept {
        const double next = total_ + term;
        if (std::isfinite(next)) {
            lost_ += std::abs(total_) >= std::abs(term) ? (total_ - next) + term : (term - next) + total_;
        }
        total_ = next;
    }

    double value() const noexcept { return total_ + lost_; }

  private:
    double total_ = 0.0;
    double lost_ = 0.0;
};

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
