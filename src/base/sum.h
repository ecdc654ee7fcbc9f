// Compensated sum in the order of the calls: the same digits for any number of threads.
// Neumaier's variant of Kahan summation (ZAMM 54, 1974).
#pragma once

#include <cmath>

namespace medal::base {

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

}  // namespace medal::base
