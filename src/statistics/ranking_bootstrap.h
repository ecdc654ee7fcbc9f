// How stable a ranking is: cases (or whole clusters of cases) drawn with replacement, every sample ranked
// anew, Kendall's tau-b against the full ranking, 95 % intervals of the ranks.
#pragma once

#include "statistics/bootstrap.h"
#include "statistics/clustered.h"
#include "statistics/ranking.h"

#include <cstdint>
#include <span>
#include <vector>

namespace medal::statistics {

struct RankStability {
    RankedTask full;
    std::vector<RankedTask> replicates;
    std::vector<double> kendall;           // one a replicate; NaN where a ranking is all tied
    std::vector<Interval> rank_intervals;  // one an algorithm
    double kendall_median = 0.0;           // over the defined ones
    Interval kendall_interval{};
};

/// Given draws, for audit: draws[b][case] = copies.
RankStability replay(const Ranker& ranker, std::span<const std::vector<std::uint32_t>> draws,
                     Variant variant = Variant::correct, double level = 0.95, Threads threads = {});

/// Draws of plan.seed; replicate b of task t uses stream (t << 32) + b, so tasks are drawn independently.
/// `cases` clusters the cases: a cluster is drawn whole.
RankStability bootstrap_ranking(const Ranker& ranker, const Clustering& cases, const BootstrapPlan& plan,
                                std::uint32_t task_index = 0, Variant variant = Variant::correct);

/// The case multiplicities `bootstrap_ranking` uses in replicate b.
std::vector<std::uint32_t> case_draw(const Clustering& cases, std::uint64_t seed, std::uint32_t task_index,
                                     std::uint32_t replicate);

}  // namespace medal::statistics
