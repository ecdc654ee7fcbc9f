// The few distribution functions the statistics need, over Boost.Math without promotion to long double.
#pragma once

namespace medal::statistics {

double normal_cdf(double z) noexcept;
/// 1 - normal_cdf(z) without cancellation.
double normal_upper(double z) noexcept;
/// p in (0, 1); 0 and 1 give -inf and +inf.
double normal_quantile(double p);
double student_t_quantile(double p, double degrees_of_freedom);
/// P(T > t).
double student_t_upper(double t, double degrees_of_freedom);

struct FDegrees {
    double numerator = 1;
    double denominator = 1;
};
double f_quantile(double p, FDegrees degrees);
double f_upper(double f, FDegrees degrees);

}  // namespace medal::statistics
