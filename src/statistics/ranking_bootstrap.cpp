#include "statistics/ranking_bootstrap.h"

#include "base/error.h"
#include "statistics/random.h"
#include "statistics/rank.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMaxRankReplicates = 100'000;

Interval middle_of(std::vector<double> values, double level) {
    values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }),
                 values.end());
    if (values.empty()) return {kNaN, kNaN};
    std::sort(values.begin(), values.end());
    const double tail = (1.0 - level) / 2.0;
    return {quantile_sorted(values, tail), quantile_sorted(values, 1.0 - tail)};
}

double median_defined(const std::vector<double>& values) {
    std::vector<double> defined;
    for (const double value : values) {
        if (!std::isnan(value)) defined.push_back(value);
    }
    return median(defined);
}

using DrawOf = std::function<std::vector<std::uint32_t>(std::size_t replicate)>;

RankStability rank_draws(const Ranker& ranker, std::size_t replicate_count, const DrawOf& draw,
                         Variant variant, double level, Threads threads) {
    if (replicate_count == 0 || replicate_count > kMaxRankReplicates) {
        throw base::Error(base::ErrorKind::invalid, "ranking.replicates",
                          "A ranking takes 1 to 100000 bootstrap replicates.", {.field = "--bootstrap"});
    }
    RankStability result;
    result.full = ranker.rank();
    result.replicates.resize(replicate_count);
    result.kendall.resize(replicate_count);
    parallel_ranges(replicate_count, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t b = begin; b < end; ++b) {
            result.replicates[b] = ranker.rank(draw(b), variant);
            result.kendall[b] = kendall_tau_b(result.full.ranks, result.replicates[b].ranks);
        }
    });
    std::vector<double> ranks(replicate_count);
    for (std::size_t a = 0; a < ranker.algorithm_count(); ++a) {
        for (std::size_t b = 0; b < replicate_count; ++b) ranks[b] = result.replicates[b].ranks[a];
        result.rank_intervals.push_back(middle_of(ranks, level));
    }
    result.kendall_median = median_defined(result.kendall);
    result.kendall_interval = middle_of(result.kendall, level);
    return result;
}

}  // namespace

std::vector<std::uint32_t> case_draw(const Clustering& cases, std::uint64_t seed, std::uint32_t task_index,
                                     std::uint32_t replicate) {
    Stream stream({seed, (std::uint64_t{task_index} << 32U) + replicate});
    std::vector<std::uint32_t> clusters(cases.cluster_count);
    draw_copies(stream, clusters);
    std::vector<std::uint32_t> copies(cases.of_item.size());
    for (std::size_t i = 0; i < copies.size(); ++i) copies[i] = clusters[cases.of_item[i]];
    return copies;
}

RankStability replay(const Ranker& ranker, std::span<const std::vector<std::uint32_t>> draws, Variant variant,
                     double level, Threads threads) {
    for (const std::vector<std::uint32_t>& draw : draws) {
        if (draw.size() != ranker.case_count()) {
            throw base::Error(base::ErrorKind::invalid, "ranking.draws",
                              "A draw must count every case of the task.");
        }
    }
    return rank_draws(
        ranker, draws.size(), [&](std::size_t b) { return draws[b]; }, variant, level, threads);
}

RankStability bootstrap_ranking(const Ranker& ranker, const Clustering& cases, const BootstrapPlan& plan,
                                std::uint32_t task_index, Variant variant) {
    if (cases.of_item.size() != ranker.case_count()) {
        throw base::Error(base::ErrorKind::invalid, "ranking.clusters",
                          "Every case of the task needs one cluster.");
    }
    const DrawOf draw = [&](std::size_t b) {
        return case_draw(cases, plan.seed, task_index, static_cast<std::uint32_t>(b));
    };
    return rank_draws(ranker, plan.replicates, draw, variant, plan.level, plan.threads);
}

}  // namespace medal::statistics
