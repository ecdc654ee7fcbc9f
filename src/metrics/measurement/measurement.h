// A measured quantity against its reference: errors, limits of agreement, concordance. The intraclass
// correlation is statistics/icc.h.
#pragma once

#include <span>

namespace medal::metrics {

struct Measured {
    std::span<const double> reference;
    std::span<const double> prediction;
};

double mean_absolute_error(Measured data) noexcept;
/// Mean of |p - r| / |r|; NaN when a reference is 0.
double mean_relative_error(Measured data) noexcept;
double root_mean_squared_error(Measured data) noexcept;

/// Bland & Altman 1986: mean difference p - r and 1.96 standard deviations (n - 1) to either side, with the
/// standard error of a limit, sqrt(3 s2 / n).
struct BlandAltman {
    double bias = 0;
    double sd = 0;
    double lower = 0;
    double upper = 0;
    double se_of_limit = 0;
};
BlandAltman bland_altman(Measured data) noexcept;

/// Lin's concordance correlation (1989), with variances over n.
double concordance(Measured data) noexcept;

}  // namespace medal::metrics
