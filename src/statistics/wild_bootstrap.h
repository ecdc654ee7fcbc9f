// The wild cluster bootstrap of a mean, for few clusters (patients, sites): Cameron, Gelbach & Miller, REStat
// 90, 2008, with the null imposed; the interval is the set of means that are not rejected. Signs of whole
// clusters are drawn: Webb's six points (2014) under kFewForSigns clusters, where two points allow too few
// patterns, Rademacher's two from there on.
#pragma once

#include "statistics/clustered.h"

#include <cstdint>
#include <span>

namespace medal::statistics {

constexpr std::size_t kFewForSigns = 12;

struct WildPlan {
    std::size_t replicates = 1999;  // odd and one short of a round number: alpha (B + 1) is whole
    std::uint64_t seed = 1;
    double level = 0.95;
};

/// Two-sided p of "the mean is `null_mean`". NaN for one cluster; 1 where nothing varies around it.
double wild_cluster_p(std::span<const double> scores, const Clustering& clustering, double null_mean,
                      const WildPlan& plan = {});

/// NaN for one cluster. The method of `clustered_mean` is the default; this is the alternative.
Interval wild_cluster_interval(std::span<const double> scores, const Clustering& clustering,
                               const WildPlan& plan = {});

}  // namespace medal::statistics
