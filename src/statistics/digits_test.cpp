// The same digits for any number of threads, and on any processor: everything random comes from our own
// integer generator, sums are compensated in a fixed order, and the library is built without fused
// multiply-add.
#include "statistics/agreement.h"
#include "statistics/clustered.h"
#include "statistics/hierarchy.h"
#include "statistics/random.h"
#include "statistics/ranking_bootstrap.h"
#include "statistics/ranking_study.h"

#include <bit>
#include <cstdint>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

/// Bits, so that NaN equals itself and -0 is not 0.
std::vector<std::uint64_t> bits(const std::vector<double>& values) {
    std::vector<std::uint64_t> result;
    for (const double value : values) result.push_back(std::bit_cast<std::uint64_t>(value));
    return result;
}

/// Numbers of many digits without a call to libm.
std::vector<double> numbers(std::size_t count, std::uint64_t seed) {
    Stream stream({seed, 0});
    std::vector<double> values(count);
    for (double& value : values) value = stream.uniform() * stream.uniform();
    return values;
}

TaskScores challenge() {
    return {"T", std::vector<std::string>(7), std::vector<std::string>(90), numbers(630, 5)};
}

class Threaded : public testing::TestWithParam<std::size_t> {
  protected:
    BootstrapPlan plan() const { return {.replicates = 300, .seed = 9, .threads = {GetParam()}}; }
    static BootstrapPlan alone() { return {.replicates = 300, .seed = 9, .threads = {1}}; }
};

TEST_P(Threaded, bootstrap_of_a_clustered_mean_keeps_every_bit) {
    const std::vector<double> scores = numbers(500, 1);
    Clustering clusters{std::vector<std::uint32_t>(500), 70};
    for (std::uint32_t i = 0; i < 500; ++i) clusters.of_item[i] = i % 70;
    const BootstrapResult one = bootstrap_mean(scores, clusters, alone());
    const BootstrapResult many = bootstrap_mean(scores, clusters, plan());
    EXPECT_EQ(bits({one.value, one.interval.low, one.interval.high}),
              bits({many.value, many.interval.low, many.interval.high}));
}

TEST_P(Threaded, bootstrap_of_every_ranking_method_keeps_every_bit) {
    for (const RankMethod method : kAllRankMethods) {
        const Ranker ranker(challenge(), {.method = method});
        const RankStability one = bootstrap_ranking(ranker, each_alone(90), alone());
        const RankStability many = bootstrap_ranking(ranker, each_alone(90), plan());
        EXPECT_EQ(bits(one.kendall), bits(many.kendall));
        for (std::size_t b = 0; b < one.replicates.size(); ++b) {
            EXPECT_EQ(bits(one.replicates[b].values), bits(many.replicates[b].values));
            EXPECT_EQ(bits(one.replicates[b].ranks), bits(many.replicates[b].ranks));
        }
    }
}

TEST_P(Threaded, bootstrap_of_agreement_keeps_every_bit) {
    Stream stream({3, 0});
    RatingTable table{60, 4, {}};
    for (int i = 0; i < 240; ++i) table.values.push_back(1.0 + stream.below(5));
    const AgreementSummary one = summarise_agreement(table, RatingScale::ordinal, alone());
    const AgreementSummary many = summarise_agreement(table, RatingScale::ordinal, plan());
    EXPECT_EQ(bits({one.alpha.value, one.alpha.interval.low, one.gwet_ac2.interval.high,
                    one.fleiss_kappa.interval.low, one.percent.interval.high}),
              bits({many.alpha.value, many.alpha.interval.low, many.gwet_ac2.interval.high,
                    many.fleiss_kappa.interval.low, many.percent.interval.high}));
}

TEST_P(Threaded, bootstrap_of_a_hierarchy_keeps_every_bit) {
    std::vector<ItemPath> paths;
    std::vector<std::string> patients;
    for (int i = 0; i < 200; ++i) {
        paths.push_back({std::to_string(i % 3), std::to_string(i % 11), std::to_string(i % 50)});
        patients.push_back(std::to_string(i % 50));
    }
    const Hierarchy hierarchy(paths, {});
    const std::vector<double> scores = numbers(200, 4);
    const BootstrapResult one = bootstrap_hierarchy(hierarchy, scores, cluster_by(patients), alone());
    const BootstrapResult many = bootstrap_hierarchy(hierarchy, scores, cluster_by(patients), plan());
    EXPECT_EQ(bits({one.value, one.interval.low, one.interval.high}),
              bits({many.value, many.interval.low, many.interval.high}));
}

INSTANTIATE_TEST_SUITE_P(On, Threaded, testing::Values(std::size_t{1}, 2, 3, 8));

/// Written down once: another compiler or processor must print the same bits.
TEST(Digits, of_draws_and_of_a_bootstrapped_ranking_are_the_same_on_every_platform) {
    Stream stream({2026, 7});
    std::uint64_t mixed = 0;
    for (int i = 0; i < 1000; ++i) mixed = mixed * 31 + stream.below(1000);
    EXPECT_EQ(mixed, 8166582039713687977U);
    const Ranker ranker(challenge(), {});
    const RankStability stability =
        bootstrap_ranking(ranker, each_alone(90), {.replicates = 300, .seed = 9, .threads = {1}});
    std::uint64_t hash = 0;
    for (const RankedTask& replicate : stability.replicates) {
        for (const std::uint64_t word : bits(replicate.values)) hash = (hash ^ word) * 0x100000001B3U;
    }
    EXPECT_EQ(hash, 382254683484409116U);
}

}  // namespace
}  // namespace medal::statistics
