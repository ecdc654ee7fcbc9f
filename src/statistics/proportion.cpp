#include "statistics/proportion.h"

#include "base/error.h"
#include "statistics/distribution.h"

#include <algorithm>
#include <cmath>

namespace medal::statistics {

Interval wilson(Proportion proportion, double level) {
    if (proportion.successes > proportion.trials) {
        throw base::Error(base::ErrorKind::invalid, "statistics.proportion",
                          "A proportion cannot have more successes than trials.");
    }
    if (proportion.trials == 0) return {0.0, 1.0};
    const auto n = static_cast<double>(proportion.trials);
    const double p = static_cast<double>(proportion.successes) / n;
    const double z = normal_quantile(1.0 - (1.0 - level) / 2.0);
    const double shrink = 1.0 + z * z / n;
    const double centre = (p + z * z / (2.0 * n)) / shrink;
    const double half = z / shrink * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    return {proportion.successes == 0 ? 0.0 : std::max(0.0, centre - half),
            proportion.successes == proportion.trials ? 1.0 : std::min(1.0, centre + half)};
}

double guess_corrected(double accuracy, std::uint32_t option_count) {
    if (option_count < 2) {
        throw base::Error(base::ErrorKind::invalid, "statistics.options",
                          "A choice needs at least two options.");
    }
    const double chance = 1.0 / option_count;
    return (accuracy - chance) / (1.0 - chance);
}

}  // namespace medal::statistics
