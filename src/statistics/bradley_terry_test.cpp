#include "statistics/bradley_terry.h"

#include "base/error.h"
#include "statistics/oracle_data.h"
#include "statistics/random.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

TEST(BradleyTerry, equals_the_r_package_on_journal_citations) {
    MEDAL_NEEDS_ORACLE("panel/bradley_terry_citations.json");
    const boost::json::value expected = oracle::load("panel/bradley_terry_citations.json");
    std::vector<Judgement> judgements;
    // The file lists R's table by columns: entry [i][j] is how often i cites j, a win of j (Stigler 1994,
    // table 2).
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::vector<double> wins = oracle::numbers(expected.at("wins_row_over_col").as_array().at(i));
        for (std::uint32_t j = 0; j < 4; ++j) {
            if (i != j) judgements.push_back({j, i, Outcome::first_wins, 0, wins[j]});
        }
    }
    const BradleyTerryFit fit = fit_bradley_terry(judgements, {.player_count = 4});
    for (std::size_t i = 0; i < 4; ++i) {
        const std::vector<double> row = oracle::numbers(expected.at("ability").as_array().at(i));
        EXPECT_NEAR(fit.ability[i], row[0], 1e-8);
        EXPECT_NEAR(fit.model_se[i], row[1], 1e-8);
    }
    EXPECT_NEAR(fit.deviance, oracle::number(expected.at("deviance")), 1e-8);
}

// By hand: two players, 5 wins, 3 losses, 2 ties: every probability is its own share.
TEST(BradleyTerry, gives_the_observed_shares_of_wins_and_ties_for_two_players) {
    const std::vector<Judgement> judgements = {
        {0, 1, Outcome::first_wins, 0, 5}, {0, 1, Outcome::second_wins, 0, 3}, {1, 0, Outcome::tie, 0, 2}};
    const BradleyTerryFit fit = fit_bradley_terry(judgements, {.player_count = 2});
    EXPECT_NEAR(fit.ability[1], std::log(3.0 / 5.0), 1e-10);
    EXPECT_NEAR(fit.log_tie, std::log(2.0 / std::sqrt(15.0)), 1e-10);
    EXPECT_NEAR(fit.deviance, 0.0, 1e-9);
}

TEST(BradleyTerry, widens_the_interval_when_judgements_of_an_item_repeat_each_other) {
    std::vector<Judgement> judgements;
    Stream stream({8, 0});
    for (std::uint32_t item = 0; item < 200; ++item) {
        const Outcome outcome = stream.uniform() < 0.6 ? Outcome::first_wins : Outcome::second_wins;
        for (int judge = 0; judge < 4; ++judge) judgements.push_back({0, 1, outcome, item});
    }
    const BradleyTerryFit fit = fit_bradley_terry(judgements, {.player_count = 2, .cluster_count = 200});
    EXPECT_NEAR(fit.sandwich_se[1], 2.0 * fit.model_se[1], 0.02);
}

TEST(BradleyTerry, refuses_an_unbeaten_player_and_strangers) {
    const std::vector<Judgement> unbeaten = {{0, 1, Outcome::first_wins},
                                             {0, 2, Outcome::first_wins},
                                             {1, 2, Outcome::first_wins},
                                             {2, 1, Outcome::first_wins}};
    EXPECT_THROW(fit_bradley_terry(unbeaten, {.player_count = 3}), base::Error);
    const std::vector<Judgement> unknown = {{0, 7, Outcome::first_wins}};
    EXPECT_THROW(fit_bradley_terry(unknown, {.player_count = 3}), base::Error);
}

}  // namespace
}  // namespace medal::statistics
