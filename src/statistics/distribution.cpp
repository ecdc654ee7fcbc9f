#include "statistics/distribution.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace medal::statistics {
namespace {

namespace policies = boost::math::policies;
using Policy = policies::policy<policies::promote_double<false>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentT = boost::math::students_t_distribution<double, Policy>;
using FisherF = boost::math::fisher_f_distribution<double, Policy>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kSqrtHalf = 0.70710678118654752440;

}  // namespace

double normal_cdf(double z) noexcept {
    return 0.5 * std::erfc(-z * kSqrtHalf);
}

double normal_upper(double z) noexcept {
    return 0.5 * std::erfc(z * kSqrtHalf);
}

double normal_quantile(double p) {
    if (p <= 0.0) return -kInfinity;
    if (p >= 1.0) return kInfinity;
    return boost::math::quantile(Normal(), p);
}

double student_t_quantile(double p, double degrees_of_freedom) {
    return boost::math::quantile(StudentT(degrees_of_freedom), p);
}

double student_t_upper(double t, double degrees_of_freedom) {
    return boost::math::cdf(boost::math::complement(StudentT(degrees_of_freedom), t));
}

double f_quantile(double p, FDegrees degrees) {
    return boost::math::quantile(FisherF(degrees.numerator, degrees.denominator), p);
}

double f_upper(double f, FDegrees degrees) {
    if (!(f > 0.0)) return 1.0;
    return boost::math::cdf(boost::math::complement(FisherF(degrees.numerator, degrees.denominator), f));
}

}  // namespace medal::statistics
