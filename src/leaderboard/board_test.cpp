#include "leaderboard/board.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace medal::leaderboard {
namespace {

std::vector<std::string> patients(std::size_t count) {
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < count; ++i) keys.push_back("p" + std::to_string(i / 2));
    return keys;
}

RunOnBoard run(const std::string& id, std::vector<double> scores) {
    RunOnBoard made;
    made.run_id = id;
    for (const double score : scores) made.summary.accuracy += score / static_cast<double>(scores.size());
    made.item_scores = std::move(scores);
    return made;
}

TEST(Board, the_better_run_ranks_first_and_ties_share_a_rank) {
    const auto rows =
        make_board(patients(4), {run("b", {1, 0, 1, 0}), run("a", {0, 1, 0, 1}), run("c", {1, 1, 1, 1})});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].run_id, "c");
    EXPECT_EQ(rows[0].rank, 1);
    EXPECT_EQ(rows[1].rank, 2);
    EXPECT_EQ(rows[2].rank, 2);
    EXPECT_EQ(rows[1].run_id, "a");
}

TEST(Board, a_run_that_wins_on_every_patient_has_a_certain_rank) {
    const auto rows = make_board(
        patients(20), {run("a", std::vector<double>(20, 1)), run("b", std::vector<double>(20, 0))});
    EXPECT_EQ(rows[0].rank_high, 1);
    EXPECT_EQ(rows[1].rank_low, 2);
}

TEST(Board, runs_that_win_on_different_patients_have_overlapping_ranks) {
    std::vector<double> first(20, 0);
    std::vector<double> second(20, 0);
    for (std::size_t i = 0; i < 20; ++i) (i < 12 ? first : second)[i] = 1;
    const auto rows = make_board(patients(20), {run("a", first), run("b", second)});
    EXPECT_EQ(rows[0].rank_low, 1);
    EXPECT_EQ(rows[0].rank_high, 2);
}

TEST(Board, the_same_scores_give_the_same_bytes) {
    const std::vector runs{run("a", {1, 0, 1, 1, 0, 0}), run("b", {0, 0, 1, 1, 1, 0})};
    EXPECT_EQ(base::to_json(make_board(patients(6), runs)), base::to_json(make_board(patients(6), runs)));
}

TEST(Board, is_empty_without_runs) {
    EXPECT_TRUE(make_board(patients(4), {}).empty());
}

}  // namespace
}  // namespace medal::leaderboard
