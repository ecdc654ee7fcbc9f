// The ranking targets of the metrics page, one core: 20 algorithms x 500 cases, 1000 bootstraps.
#include "statistics/agreement.h"
#include "statistics/clustered.h"
#include "statistics/krippendorff.h"
#include "statistics/random.h"
#include "statistics/ranking.h"
#include "statistics/ranking_bootstrap.h"

#include <benchmark/benchmark.h>
#include <cmath>

namespace medal::statistics {
namespace {

TaskScores challenge(std::size_t algorithms, std::size_t cases) {
    TaskScores task{"T", std::vector<std::string>(algorithms), std::vector<std::string>(cases), {}};
    Stream stream({1, 0});
    for (std::size_t a = 0; a < algorithms; ++a) {
        for (std::size_t c = 0; c < cases; ++c) {
            task.values.push_back(0.8 - 0.01 * static_cast<double>(a) + 0.1 * stream.normal());
        }
    }
    return task;
}

void bootstrap(benchmark::State& state, RankMethod method) {
    const auto algorithms = static_cast<std::size_t>(state.range(0));
    const auto case_count = static_cast<std::size_t>(state.range(1));
    const Ranker ranker(challenge(algorithms, case_count), {.method = method});
    const Clustering cases = each_alone(case_count);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            bootstrap_ranking(ranker, cases, {.replicates = 1000, .seed = 1, .threads = {1}}).kendall_median);
    }
}

BENCHMARK_CAPTURE(bootstrap, mean_then_rank, RankMethod::mean_then_rank)
    ->Args({20, 500})
    ->Args({100, 1000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, median_then_rank, RankMethod::median_then_rank)
    ->Args({20, 500})
    ->Args({100, 1000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, rank_then_mean, RankMethod::rank_then_mean)
    ->Args({20, 500})
    ->Args({100, 1000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, rank_then_median, RankMethod::rank_then_median)
    ->Args({20, 500})
    ->Args({100, 1000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, test_then_rank, RankMethod::test_then_rank)
    ->Args({20, 500})
    ->Args({100, 1000})
    ->Unit(benchmark::kMillisecond);

void clustered_interval(benchmark::State& state) {
    Stream stream({2, 0});
    std::vector<double> scores(3000);
    Clustering clusters{std::vector<std::uint32_t>(3000), 1000};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        scores[i] = stream.uniform() < 0.7 ? 1.0 : 0.0;
        clusters.of_item[i] = static_cast<std::uint32_t>(i / 3);
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            bootstrap_mean(scores, clusters, {.replicates = 2000, .threads = {1}}).interval.low);
    }
}
BENCHMARK(clustered_interval)->Unit(benchmark::kMillisecond);

/// `state.range(0)` units rated by 10 raters on a scale of 1 to 9, 5 % of the ratings missing.
RatingTable panel(const benchmark::State& state) {
    RatingTable table{static_cast<std::size_t>(state.range(0)), 10, {}};
    Stream stream({3, 0});
    for (std::size_t unit = 0; unit < table.unit_count; ++unit) {
        const std::uint32_t truth = 1 + stream.below(7);
        for (int rater = 0; rater < 10; ++rater) {
            const bool missing = stream.uniform() < 0.05;
            table.values.push_back(missing ? std::nan("") : truth + stream.below(3));
        }
    }
    return table;
}

void alpha_alone(benchmark::State& state) {
    const RatingTable table = panel(state);
    for (auto _ : state) {
        benchmark::DoNotOptimize(KrippendorffAlpha(count_categories(table), RatingScale::ordinal).alpha());
    }
}
BENCHMARK(alpha_alone)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

/// Alpha, kappa, AC1, AC2 and per cent with BCa intervals, and all ICC.
void agreement_with_intervals(benchmark::State& state) {
    const RatingTable table = panel(state);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            summarise_agreement(table, RatingScale::ordinal, {.replicates = 1000, .threads = {1}})
                .alpha.value);
    }
}
BENCHMARK(agreement_with_intervals)->Arg(1'000)->Arg(5'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace medal::statistics
