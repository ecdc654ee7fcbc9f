#include "statistics/hierarchy.h"

#include "base/error.h"
#include "statistics/random.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

/// Two categories; in A one case with three items and one with one; in B a single item.
const std::vector<ItemPath> kPaths = {
    {"A", "p1", "c1"}, {"A", "p1", "c1"}, {"A", "p1", "c1"}, {"A", "p1", "c2"}, {"B", "p2", "c3"}};
const std::vector<double> kScores = {1, 1, 1, 0, 0};

TEST(Hierarchy, gives_each_case_one_vote_in_its_problem) {
    const HierarchicalScore score = Hierarchy(kPaths, {}).score(kScores);
    EXPECT_EQ(score.by_group.at("A"), 0.5);
    EXPECT_EQ(score.value, 0.25);
}

TEST(Hierarchy, weighs_categories_as_declared) {
    EXPECT_EQ(Hierarchy(kPaths, {{"A", 3.0}, {"B", 1.0}}).score(kScores).value, 0.375);
}

TEST(Hierarchy, leaves_out_what_has_no_score_and_renormalises) {
    const std::vector<double> scores = {1, 1, 1, 0, std::nan("")};
    EXPECT_EQ(Hierarchy(kPaths, {}).score(scores).value, 0.5);
}

TEST(Hierarchy, counts_a_case_that_was_drawn_twice_twice) {
    const std::vector<std::uint32_t> copies = {2, 2, 2, 1, 1};
    EXPECT_NEAR(Hierarchy(kPaths, {}).value(kScores, copies), (2.0 / 3.0) / 2.0, 1e-15);
}

TEST(Hierarchy, tells_cases_of_the_same_name_in_two_problems_apart) {
    const std::vector<ItemPath> paths = {{"A", "p1", "c"}, {"A", "p2", "c"}, {"A", "p2", "c"}};
    EXPECT_EQ(Hierarchy(paths, {}).score(std::vector<double>{1, 0, 0}).value, 0.5);
}

TEST(Hierarchy, refuses_unknown_groups_negative_weights_and_uneven_paths) {
    EXPECT_THROW(Hierarchy(kPaths, {{"Z", 1.0}}), base::Error);
    EXPECT_THROW(Hierarchy(kPaths, {{"A", -1.0}}), base::Error);
    EXPECT_THROW(Hierarchy(std::vector<ItemPath>{{"A", "p"}, {"A"}}, {}), base::Error);
}

TEST(Hierarchy, has_an_interval_over_patients_that_does_not_depend_on_threads) {
    std::vector<ItemPath> paths;
    std::vector<double> scores;
    Stream stream({6, 0});
    for (int i = 0; i < 200; ++i) {
        paths.push_back({i % 2 == 0 ? "A" : "B", "p" + std::to_string(i % 6), "c" + std::to_string(i / 2)});
        scores.push_back(stream.uniform() < 0.7 ? 1.0 : 0.0);
    }
    Clustering patients{std::vector<std::uint32_t>(200), 100};
    for (std::uint32_t i = 0; i < 200; ++i) patients.of_item[i] = i / 2;
    const Hierarchy hierarchy(paths, {});
    const auto run = [&](std::size_t threads) {
        return bootstrap_hierarchy(hierarchy, scores, patients,
                                   {.replicates = 500, .seed = 2, .threads = {threads}});
    };
    EXPECT_EQ(run(1).interval.low, run(0).interval.low);
    EXPECT_LT(run(1).interval.low, run(1).value);
    EXPECT_GT(run(1).interval.high, run(1).value);
}

}  // namespace
}  // namespace medal::statistics
