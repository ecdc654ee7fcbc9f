#include "statistics/bootstrap.h"

#include "base/error.h"
#include "statistics/distribution.h"
#include "statistics/random.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

constexpr std::size_t kMaxReplicates = 1'000'000;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void check(std::size_t cluster_count, const BootstrapPlan& plan) {
    if (cluster_count == 0) {
        throw base::Error(base::ErrorKind::invalid, "statistics.no_clusters",
                          "There are no clusters to resample.");
    }
    if (plan.replicates < 2 || plan.replicates > kMaxReplicates || !(plan.level > 0.0 && plan.level < 1.0)) {
        throw base::Error(base::ErrorKind::invalid, "statistics.bootstrap_plan",
                          "A bootstrap needs 2 to 1000000 replicates and a level between 0 and 1.");
    }
}

std::vector<double> defined_sorted(const std::vector<double>& values) {
    std::vector<double> sorted;
    sorted.reserve(values.size());
    for (const double value : values) {
        if (!std::isnan(value)) sorted.push_back(value);
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

double acceleration(const ClusterStatistic& statistic, std::size_t cluster_count) {
    std::vector<double> left_out;
    left_out.reserve(cluster_count);
    std::vector<std::uint32_t> copies(cluster_count, 1U);
    for (std::size_t c = 0; c < cluster_count; ++c) {
        copies[c] = 0;
        const double value = statistic(copies);
        copies[c] = 1;
        if (!std::isnan(value)) left_out.push_back(value);
    }
    const double centre = mean(left_out);
    Sum squares;
    Sum cubes;
    for (const double value : left_out) {
        const double gap = centre - value;
        squares.add(gap * gap);
        cubes.add(gap * gap * gap);
    }
    const double spread = squares.value();
    return spread > 0.0 ? cubes.value() / (6.0 * spread * std::sqrt(spread)) : 0.0;
}

/// Share of replicates below the estimate, those equal to it counted half.
double share_below(std::span<const double> sorted, double estimate) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), estimate);
    const auto below = static_cast<double>(first - sorted.begin());
    const auto equal = static_cast<double>(last - first);
    return (below + 0.5 * equal) / static_cast<double>(sorted.size());
}

}  // namespace

std::vector<double> bootstrap_values(const ClusterStatistic& statistic, std::size_t cluster_count,
                                     const BootstrapPlan& plan) {
    check(cluster_count, plan);
    std::vector<double> values(plan.replicates, kNaN);
    parallel_ranges(plan.replicates, plan.threads, [&](std::size_t begin, std::size_t end) {
        std::vector<std::uint32_t> copies(cluster_count);
        for (std::size_t b = begin; b < end; ++b) {
            Stream stream({plan.seed, b});
            draw_copies(stream, copies);
            values[b] = statistic(copies);
        }
    });
    return values;
}

BootstrapResult percentile_bootstrap(const ClusterStatistic& statistic, std::size_t cluster_count,
                                     const BootstrapPlan& plan) {
    const std::vector<double> sorted = defined_sorted(bootstrap_values(statistic, cluster_count, plan));
    const std::vector<std::uint32_t> once(cluster_count, 1U);
    BootstrapResult result{statistic(once), {kNaN, kNaN}, plan.replicates - sorted.size()};
    if (sorted.empty()) return result;
    const double tail = (1.0 - plan.level) / 2.0;
    result.interval = {quantile_sorted(sorted, tail), quantile_sorted(sorted, 1.0 - tail)};
    return result;
}

BootstrapResult bca_bootstrap(const ClusterStatistic& statistic, std::size_t cluster_count,
                              const BootstrapPlan& plan) {
    const std::vector<double> sorted = defined_sorted(bootstrap_values(statistic, cluster_count, plan));
    const std::vector<std::uint32_t> once(cluster_count, 1U);
    BootstrapResult result{statistic(once), {kNaN, kNaN}, plan.replicates - sorted.size()};
    if (sorted.empty() || std::isnan(result.value)) return result;
    const double share = share_below(sorted, result.value);
    const double bias = normal_quantile(share);
    const double skew = acceleration(statistic, cluster_count);
    const auto bound = [&](double p) {
        // All replicates on one side of the estimate: the correction is infinite and the end is the extreme
        // replicate.
        if (!std::isfinite(bias)) return bias < 0.0 ? sorted.front() : sorted.back();
        const double z = bias + normal_quantile(p);
        return quantile_sorted(sorted, normal_cdf(bias + z / (1.0 - skew * z)));
    };
    const double tail = (1.0 - plan.level) / 2.0;
    result.interval = {bound(tail), bound(1.0 - tail)};
    return result;
}

}  // namespace medal::statistics
