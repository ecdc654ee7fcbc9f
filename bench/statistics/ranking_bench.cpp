// The ranking targets of the metrics page, one core: 20 algorithms x 500 cases, 1000 bootstraps.
#include "statistics/clustered.h"
#include "statistics/random.h"
#include "statistics/ranking.h"
#include "statistics/ranking_bootstrap.h"

#include <benchmark/benchmark.h>

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
    const Ranker ranker(challenge(20, 500), {.method = method});
    const Clustering cases = each_alone(500);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            bootstrap_ranking(ranker, cases, {.replicates = 1000, .seed = 1, .threads = {1}}).kendall_median);
    }
}

BENCHMARK_CAPTURE(bootstrap, mean_then_rank, RankMethod::mean_then_rank)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, median_then_rank, RankMethod::median_then_rank)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, rank_then_mean, RankMethod::rank_then_mean)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, rank_then_median, RankMethod::rank_then_median)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(bootstrap, test_then_rank, RankMethod::test_then_rank)->Unit(benchmark::kMillisecond);

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

}  // namespace
}  // namespace medal::statistics
