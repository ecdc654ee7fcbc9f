// Compensated sum (Neumaier, ZAMM 54, 1974). Callers add in a fixed order, so every digit is repeatable.
#pragma once

#include <cmath>

namespace medal::metrics {

class Sum {
  public:
    void add(double term) noexcept {
        const double next = total_ + term;
        lost_ += std::abs(total_) >= std::abs(term) ? (total_ - next) + term : (term - next) + total_;
        total_ = next;
    }
    double value() const noexcept { return total_ + lost_; }

  private:
    double total_ = 0.0;
    double lost_ = 0.0;
};

}  // namespace medal::metrics
