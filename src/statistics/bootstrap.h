// Bootstrap over clusters (patients): percentile and BCa intervals (Efron 1987; Davison & Hinkley
// 1997, 5.3.2). A cluster is drawn whole; replicate b uses random stream b, so the digits do not depend on
// the thread count.
#pragma once

#include "statistics/interval.h"
#include "statistics/parallel.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace medal::statistics {

/// The statistic of a data set in which cluster c occurs `copies[c]` times. NaN where it is undefined.
/// Called from several threads at once.
using ClusterStatistic = std::function<double(std::span<const std::uint32_t> copies)>;

struct BootstrapPlan {
    std::size_t replicates = 2000;
    std::uint64_t seed = 1;
    double level = 0.95;
    Threads threads{};
};

struct BootstrapResult {
    double value = 0.0;
    Interval interval{};
    std::size_t undefined_replicates = 0;
};

/// Replicate values in order of their stream; NaN where undefined.
std::vector<double> bootstrap_values(const ClusterStatistic& statistic, std::size_t cluster_count,
                                     const BootstrapPlan& plan);

BootstrapResult percentile_bootstrap(const ClusterStatistic& statistic, std::size_t cluster_count,
                                     const BootstrapPlan& plan);

/// Bias-corrected and accelerated; the acceleration is the jackknife over clusters.
BootstrapResult bca_bootstrap(const ClusterStatistic& statistic, std::size_t cluster_count,
                              const BootstrapPlan& plan);

}  // namespace medal::statistics
