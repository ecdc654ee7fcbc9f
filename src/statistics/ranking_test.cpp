#include "statistics/ranking.h"

#include "base/error.h"
#include "statistics/consensus.h"
#include "statistics/oracle_data.h"
#include "statistics/random.h"
#include "statistics/ranking_bootstrap.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TaskScores three_by_four() {
    return {"T",
            {"A", "B", "C"},
            {"1", "2", "3", "4"},
            {0.9, 0.8, 0.7, 0.6, 0.95, 0.7, kNaN, 0.5, 0.1, 0.1, 0.2, 0.1}};
}

TaskScores random_task(std::size_t algorithms, std::size_t cases, std::uint64_t seed) {
    TaskScores task{"T", {}, {}, std::vector<double>(algorithms * cases)};
    Stream stream({seed, 0});
    for (std::size_t a = 0; a < algorithms; ++a) task.algorithms.push_back("A" + std::to_string(a));
    for (std::size_t c = 0; c < cases; ++c) task.cases.push_back("c" + std::to_string(c));
    for (std::size_t i = 0; i < task.values.size(); ++i) {
        const std::size_t algorithm = i / cases;
        task.values[i] = stream.normal() + 0.4 * static_cast<double>(algorithm);
    }
    return task;
}

TEST(Ranking, puts_an_algorithm_with_a_missing_value_last_by_its_mean) {
    const RankedTask ranked = Ranker(three_by_four(), {}).rank();
    EXPECT_EQ(ranked.ranks, (std::vector<double>{1, 3, 2}));
    EXPECT_TRUE(std::isnan(ranked.values[1]));
}

TEST(Ranking, treats_a_missing_value_as_worst_in_its_case_and_in_the_median) {
    EXPECT_EQ(Ranker(three_by_four(), {.method = RankMethod::rank_then_mean}).rank().values[1],
              (1 + 2 + 3 + 2) / 4.0);
    EXPECT_EQ(Ranker(three_by_four(), {.method = RankMethod::median_then_rank}).rank().values[1],
              (0.5 + 0.7) / 2);
}

TEST(Ranking, leaves_missing_values_out_when_told_to_remove_them) {
    const RankedTask ranked = Ranker(three_by_four(), {.missing = Missing::remove}).rank();
    EXPECT_NEAR(ranked.values[1], (0.95 + 0.7 + 0.5) / 3, 1e-15);
    const RankedTask by_rank =
        Ranker(three_by_four(), {.method = RankMethod::rank_then_mean, .missing = Missing::remove}).rank();
    EXPECT_NEAR(by_rank.values[1], 5.0 / 3.0, 1e-15);
    EXPECT_EQ(by_rank.values[2], (3 + 3 + 2 + 3) / 4.0);
}

TEST(Ranking, ranks_two_missing_values_of_a_case_level_and_skips_them_in_the_test) {
    const TaskScores task{"T", {"A", "B"}, {"1", "2"}, {kNaN, 1.0, kNaN, 0.5}};
    EXPECT_EQ(Ranker(task, {.method = RankMethod::rank_then_mean}).rank().values,
              (std::vector<double>{1.0, 1.5}));
    EXPECT_FALSE(std::isnan(pairwise_tests(task, {}).p_at(0, 1)));
}

TEST(Ranking, counts_a_case_once_per_copy) {
    const TaskScores task{"T", {"A", "B"}, {"1", "2"}, {1.0, 4.0, 3.0, 2.0}};
    const std::vector<std::uint32_t> copies = {3, 1};
    EXPECT_EQ(Ranker(task, {}).rank(copies).values, (std::vector<double>{1.75, 2.75}));
    EXPECT_EQ(Ranker(task, {.method = RankMethod::median_then_rank}).rank(copies).values,
              (std::vector<double>{1.0, 3.0}));
}

TEST(Ranking, refuses_an_empty_task_and_a_wrong_alpha) {
    EXPECT_THROW(Ranker(TaskScores{}, {}), base::Error);
    EXPECT_THROW(Ranker(three_by_four(), {.alpha = 1.5}), base::Error);
}

class EveryMethod : public testing::TestWithParam<RankMethod> {};

TEST_P(EveryMethod, bootstrap_gives_the_same_digits_for_any_number_of_threads) {
    const Ranker ranker(random_task(6, 40, 11), {.method = GetParam()});
    const auto run = [&](std::size_t threads) {
        return bootstrap_ranking(ranker, each_alone(40),
                                 {.replicates = 300, .seed = 3, .threads = {threads}});
    };
    const RankStability one = run(1);
    const RankStability four = run(4);
    EXPECT_EQ(one.kendall_median, four.kendall_median);
    for (std::size_t b = 0; b < 300; ++b) {
        EXPECT_EQ(one.replicates[b].values, four.replicates[b].values);
        EXPECT_EQ(one.replicates[b].ranks, four.replicates[b].ranks);
    }
}

TEST_P(EveryMethod, rank_of_a_draw_equals_the_rank_of_the_written_out_table) {
    const TaskScores task = random_task(5, 12, 2);
    const std::vector<std::uint32_t> copies = case_draw(each_alone(12), 9, 0, 0);
    TaskScores written{"T", task.algorithms, {}, {}};
    for (std::size_t a = 0; a < 5; ++a) {
        for (std::size_t c = 0; c < 12; ++c)
            written.values.insert(written.values.end(), copies[c], task.at(a, c));
    }
    written.cases.resize(12);
    const RankingRule rule{.method = GetParam(), .adjust = Adjust::none};
    EXPECT_EQ(Ranker(task, rule).rank(copies).ranks, Ranker(written, rule).rank().ranks);
}

TEST_P(EveryMethod, reversing_the_direction_and_the_signs_changes_nothing) {
    TaskScores task = random_task(5, 30, 4);
    const RankedTask before = Ranker(task, {.method = GetParam()}).rank();
    for (double& value : task.values) value = -value;
    const RankedTask after =
        Ranker(task, {.method = GetParam(), .direction = Direction::smaller_is_better}).rank();
    EXPECT_EQ(before.ranks, after.ranks);
}

INSTANTIATE_TEST_SUITE_P(All, EveryMethod,
                         testing::Values(RankMethod::mean_then_rank, RankMethod::median_then_rank,
                                         RankMethod::rank_then_mean, RankMethod::rank_then_median,
                                         RankMethod::test_then_rank));

TEST(CaseDraw, takes_whole_clusters) {
    const Clustering clusters{{0, 0, 1, 1, 2, 2}, 3};
    const std::vector<std::uint32_t> copies = case_draw(clusters, 1, 0, 5);
    EXPECT_EQ(copies[0], copies[1]);
    EXPECT_EQ(copies[2], copies[3]);
    EXPECT_EQ(copies[4], copies[5]);
}

TEST(Holm, equals_r_p_adjust) {
    EXPECT_EQ(adjust_p(std::vector<double>{0.01, 0.04, 0.03}, Adjust::holm),
              (std::vector<double>{0.03, 0.06, 0.06}));
}

TEST(Consensus, by_kemeny_follows_the_majority_where_the_mean_does_not) {
    // Three tasks say A < B < C; two say B < C < A. Mean ranks tie A and B closely; the majority order is A B
    // C.
    const std::vector<std::vector<double>> ranks = {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}, {3, 1, 2}, {3, 1, 2}};
    EXPECT_EQ(consensus(ranks, ConsensusMethod::kemeny).ranks, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(consensus(ranks, ConsensusMethod::euclidean).ranks, (std::vector<double>{2, 1, 3}));
    EXPECT_EQ(consensus(ranks, ConsensusMethod::median).ranks, (std::vector<double>{1, 2, 3}));
}

std::vector<double> positions_of(const boost::json::value& order) {
    const std::vector<double> items = oracle::numbers(order);
    std::vector<double> positions(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        positions[static_cast<std::size_t>(items[i])] = static_cast<double>(i);
    }
    return positions;
}

TEST(RankCorrelation, equals_the_oracle_on_orders_with_and_without_ties) {
    MEDAL_NEEDS_ORACLE("ordering/orders.json");
    const boost::json::value data = oracle::load("ordering/orders.json");
    for (const boost::json::value& row : data.at("cases").as_array()) {
        const std::vector<double> reference = positions_of(row.at("ref_order"));
        const std::vector<double> predicted = positions_of(row.at("pred_order"));
        EXPECT_NEAR(kendall_tau_b(reference, predicted), oracle::number(row.at("kendall_tau")), 1e-12);
        EXPECT_NEAR(spearman_rho(reference, predicted), oracle::number(row.at("spearman")), 1e-12);
        const std::vector<double> tied = oracle::numbers(row.at("pred_ranks_tied"));
        EXPECT_NEAR(kendall_tau_b(reference, tied), oracle::number(row.at("tau_b_tied")), 1e-12);
    }
}

TEST(Kendall, is_undefined_for_a_constant_ranking) {
    EXPECT_TRUE(std::isnan(kendall_tau_b(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3})));
}

}  // namespace
}  // namespace medal::statistics
