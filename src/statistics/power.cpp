#include "statistics/power.h"

#include "base/error.h"
#include "statistics/distribution.h"

#include <cmath>

namespace medal::statistics {
namespace {

constexpr double kMostItems = 1e12;

[[noreturn]] void refuse(const char* what) {
    throw base::Error(base::ErrorKind::invalid, "usage.power", what);
}

double z_of(const ComparisonDesign& design) {
    return normal_quantile(1.0 - design.alpha / 2.0);
}

void check_power(double power) {
    if (!(power > 0.0 && power < 1.0)) refuse("The power must lie between 0 and 1.");
}

}  // namespace

double variance_per_item(const ComparisonDesign& design) {
    const bool variances = design.difference_variance >= 0.0 && design.within_variance_a >= 0.0 &&
                           design.within_variance_b >= 0.0;
    if (!variances) refuse("Variances cannot be negative.");
    if (design.runs_a == 0 || design.runs_b == 0) refuse("Each model needs at least one run.");
    if (!(design.alpha > 0.0 && design.alpha < 1.0)) refuse("alpha must lie between 0 and 1.");
    if (!(design.items_per_cluster >= 1.0) ||
        !(design.cluster_correlation >= 0.0 && design.cluster_correlation <= 1.0)) {
        refuse("A cluster holds at least one item and its correlation lies between 0 and 1.");
    }
    const double plain = design.difference_variance + design.within_variance_a / design.runs_a +
                         design.within_variance_b / design.runs_b;
    if (!(plain > 0.0)) refuse("Some variance must be above 0.");
    return plain * (1.0 + (design.items_per_cluster - 1.0) * design.cluster_correlation);
}

std::uint64_t items_needed(const ComparisonDesign& design, double difference, double power) {
    check_power(power);
    if (difference == 0.0 || !std::isfinite(difference))
        refuse("The difference to detect must be a number other than 0.");
    const double reach = z_of(design) + normal_quantile(power);
    const double items = reach * reach * variance_per_item(design) / (difference * difference);
    if (!(items < kMostItems)) refuse("The difference is too small to be detected with any exam.");
    return static_cast<std::uint64_t>(std::ceil(items));
}

double power_of(const ComparisonDesign& design, double difference, std::uint64_t item_count) {
    if (item_count == 0) refuse("There must be at least one item.");
    const double se = std::sqrt(variance_per_item(design) / static_cast<double>(item_count));
    const double shift = std::abs(difference) / se;
    return normal_cdf(shift - z_of(design)) + normal_cdf(-shift - z_of(design));
}

double smallest_difference(const ComparisonDesign& design, double power, std::uint64_t item_count) {
    check_power(power);
    if (item_count == 0) refuse("There must be at least one item.");
    return (z_of(design) + normal_quantile(power)) *
           std::sqrt(variance_per_item(design) / static_cast<double>(item_count));
}

}  // namespace medal::statistics
