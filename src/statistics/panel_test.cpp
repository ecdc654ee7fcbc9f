#include "base/error.h"
#include "statistics/dawid_skene.h"
#include "statistics/delphi.h"
#include "statistics/oracle_data.h"
#include "statistics/random.h"
#include "statistics/rank.h"
#include "statistics/rasch.h"
#include "statistics/staple.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

ReaderCounts reader_counts(const boost::json::value& data) {
    ReaderCounts counts;
    for (const boost::json::value& item : data.as_array()) {
        counts.emplace_back();
        for (const boost::json::value& reader : item.as_array())
            counts.back().push_back(oracle::numbers(reader));
    }
    return counts;
}

TEST(DawidSkene, equals_the_oracle_on_the_1979_anaesthetists) {
    MEDAL_NEEDS_ORACLE("panel/dawid_skene_1979.json");
    const boost::json::value data = oracle::load("panel/dawid_skene_1979.json");
    const DawidSkeneFit fit = fit_dawid_skene(reader_counts(data.at("counts")), {.tolerance = 1e-16});
    const std::vector<double> shares = oracle::numbers(data.at("class_marginals"));
    for (std::size_t c = 0; c < shares.size(); ++c) EXPECT_NEAR(fit.class_shares[c], shares[c], 1e-6);
    EXPECT_NEAR(fit.log_likelihood, oracle::number(data.at("loglik")), 1e-6);
    for (std::size_t i = 0; i < fit.posterior.size(); ++i) {
        const std::vector<double> posterior = oracle::numbers(data.at("posterior").as_array().at(i));
        for (std::size_t c = 0; c < posterior.size(); ++c)
            EXPECT_NEAR(fit.posterior[i][c], posterior[c], 1e-6);
    }
    for (std::size_t r = 0; r < fit.confusion.size(); ++r) {
        for (std::size_t c = 0; c < shares.size(); ++c) {
            const std::vector<double> row =
                oracle::numbers(data.at("error_rates").as_array().at(r).as_array().at(c));
            for (std::size_t k = 0; k < row.size(); ++k) EXPECT_NEAR(fit.confusion[r][c][k], row[k], 1e-6);
        }
    }
}

TEST(DawidSkene, never_lowers_the_likelihood_from_one_iteration_to_the_next) {
    MEDAL_NEEDS_ORACLE("panel/dawid_skene_1979.json");
    const ReaderCounts counts = reader_counts(oracle::load("panel/dawid_skene_1979.json").at("counts"));
    double before = -1e300;
    for (std::size_t iterations = 1; iterations < 20; ++iterations) {
        const double now =
            fit_dawid_skene(counts, {.max_iterations = iterations, .tolerance = 0.0}).log_likelihood;
        EXPECT_GE(now, before - 1e-9);
        before = now;
    }
}

TEST(Majority, prefers_the_lowest_class_in_a_tie_and_knows_when_nobody_voted) {
    EXPECT_EQ(majority({{{1, 0}, {0, 1}}, {{0, 1}, {0, 1}}, {{0, 0}, {0, 0}}}), (std::vector<int>{0, 1, -1}));
}

struct Masks {
    std::vector<std::uint8_t> truth;
    std::vector<std::vector<std::uint8_t>> readers;
    std::vector<std::span<const std::uint8_t>> spans() const { return {readers.begin(), readers.end()}; }
};

Masks simulated_masks() {
    Masks masks;
    Stream stream({21, 0});
    const std::vector<double> sensitivity = {0.95, 0.9, 0.7};
    const std::vector<double> specificity = {0.99, 0.9, 0.95};
    masks.readers.resize(3);
    for (int voxel = 0; voxel < 200'000; ++voxel) {
        const bool inside = stream.uniform() < 0.3;
        masks.truth.push_back(inside);
        for (std::size_t r = 0; r < 3; ++r) {
            const double chance = inside ? sensitivity[r] : 1.0 - specificity[r];
            masks.readers[r].push_back(stream.uniform() < chance);
        }
    }
    return masks;
}

TEST(Staple, recovers_the_readers_it_was_simulated_from) {
    const Masks masks = simulated_masks();
    const StapleFit fit = fit_staple(masks.spans(), {.prior = 0.3});
    EXPECT_TRUE(fit.converged);
    EXPECT_NEAR(fit.sensitivity[0], 0.95, 0.01);
    EXPECT_NEAR(fit.sensitivity[2], 0.70, 0.01);
    EXPECT_NEAR(fit.specificity[1], 0.90, 0.01);
    std::size_t right = 0;
    for (std::size_t v = 0; v < masks.truth.size(); ++v)
        right += (fit.probability[v] > 0.5F) == (masks.truth[v] != 0);
    EXPECT_GT(static_cast<double>(right) / static_cast<double>(masks.truth.size()), 0.96);
}

TEST(Staple, returns_the_mask_itself_when_all_agree_and_refuses_unequal_masks) {
    const std::vector<std::uint8_t> mask = {0, 1, 1, 0, 0};
    const std::vector<std::uint8_t> shorter = {0, 1};
    const std::vector<std::span<const std::uint8_t>> same = {mask, mask};
    const StapleFit fit = fit_staple(same);
    for (std::size_t v = 0; v < mask.size(); ++v) EXPECT_NEAR(fit.probability[v], mask[v], 1e-6);
    const std::vector<std::span<const std::uint8_t>> unequal = {mask, shorter};
    EXPECT_THROW(fit_staple(unequal), base::Error);
}

std::vector<Rating> ratings_of(const boost::json::value& list) {
    std::vector<Rating> ratings;
    for (const double value : oracle::numbers(list)) ratings.push_back(static_cast<Rating>(value));
    return ratings;
}

TEST(RandUcla, equals_the_oracle) {
    MEDAL_NEEDS_ORACLE("panel/rand_ucla.json");
    const boost::json::value data = oracle::load("panel/rand_ucla.json");
    for (const boost::json::value& expected : data.at("cases").as_array()) {
        const RandUcla actual = judge_appropriateness(ratings_of(expected.at("ratings")));
        EXPECT_NEAR(actual.median, oracle::number(expected.at("median")), 1e-12);
        EXPECT_NEAR(actual.p30, oracle::number(expected.at("p30")), 1e-12);
        EXPECT_NEAR(actual.p70, oracle::number(expected.at("p70")), 1e-12);
        EXPECT_NEAR(actual.ipr, oracle::number(expected.at("ipr")), 1e-12);
        EXPECT_NEAR(actual.iprcp, oracle::number(expected.at("iprcp")), 1e-12);
        EXPECT_NEAR(actual.ipras, oracle::number(expected.at("ipras")), 1e-12);
        EXPECT_EQ(actual.disagreement, expected.at("disagreement").as_bool());
        const Appropriateness rating =
            expected.at("rating").as_string() == "appropriate" ? Appropriateness::appropriate
            : expected.at("rating").as_string() == "uncertain" ? Appropriateness::uncertain
                                                               : Appropriateness::inappropriate;
        EXPECT_EQ(actual.rating, rating);
    }
}

TEST(RandUcla, moves_a_median_of_six_and_a_half_up) {
    EXPECT_EQ(judge_appropriateness(std::vector<Rating>{6, 6, 7, 7}).rating, Appropriateness::appropriate);
    EXPECT_EQ(judge_appropriateness(std::vector<Rating>{3, 3, 4, 4}).rating, Appropriateness::uncertain);
    EXPECT_EQ(judge_appropriateness(std::vector<Rating>{3, 3, 3, 4}).rating, Appropriateness::inappropriate);
}

TEST(RandUcla, applies_the_classic_table_by_panel_size) {
    const RandUcla nine = judge_appropriateness(std::vector<Rating>{7, 8, 9, 7, 8, 9, 7, 4, 1});
    EXPECT_EQ(nine.classic_agreement, true);
    EXPECT_EQ(nine.classic_disagreement, false);
    const RandUcla split = judge_appropriateness(std::vector<Rating>{1, 2, 3, 5, 5, 5, 7, 8, 9});
    EXPECT_EQ(split.classic_agreement, false);
    EXPECT_EQ(split.classic_disagreement, true);
    EXPECT_FALSE(judge_appropriateness(std::vector<Rating>{5, 5, 5}).classic_agreement.has_value());
}

TEST(Delphi, needs_seventy_per_cent_high_and_fewer_than_fifteen_low) {
    EXPECT_EQ(judge_consensus(std::vector<Rating>{7, 8, 9, 7, 8, 9, 7, 5, 5, 1}).verdict,
              DelphiVerdict::consensus_in);
    EXPECT_EQ(judge_consensus(std::vector<Rating>{7, 8, 9, 7, 8, 9, 5, 5, 5, 5}).verdict,
              DelphiVerdict::no_consensus);
    EXPECT_EQ(judge_consensus(std::vector<Rating>{7, 8, 9, 7, 8, 9, 7, 9, 1, 1}).verdict,
              DelphiVerdict::no_consensus);
    EXPECT_EQ(judge_consensus(std::vector<Rating>{1, 2, 3, 1, 2, 3, 1, 5, 5, 9}).verdict,
              DelphiVerdict::consensus_out);
    EXPECT_THROW(judge_consensus(std::vector<Rating>{0}), base::Error);
}

TEST(Delphi, is_stable_when_few_change_their_third) {
    const std::vector<Rating> before = {7, 8, 9, 5, 5, 2, 7, 7, 8, 9};
    const std::vector<Rating> after = {8, 9, 9, 7, 5, 2, 7, 7, 8, 9};
    const DelphiStability result = judge_stability(before, after);
    EXPECT_NEAR(result.changed_share, 0.1, 1e-12);
    EXPECT_TRUE(result.stable);
}

std::vector<FacetRating> simulate_panel(const std::vector<double>& severity) {
    const std::vector<double> threshold = {-1.0, 0.0, 1.0};
    Stream stream({77, 0});
    std::vector<FacetRating> ratings;
    for (std::uint32_t item = 0; item < 400; ++item) {
        const double ability = stream.normal();
        for (std::uint32_t criterion = 0; criterion < 3; ++criterion) {
            for (std::uint32_t rater = 0; rater < severity.size(); ++rater) {
                const double eta = ability - (criterion * 0.5 - 0.5) - severity[rater];
                std::vector<double> weight = {1.0};
                double exponent = 0.0;
                for (const double tau : threshold) weight.push_back(std::exp(exponent += eta - tau));
                double all = 0.0;
                for (const double w : weight) all += w;
                double draw = stream.uniform() * all;
                std::uint32_t category = 0;
                while (category < 3 && draw >= weight[category]) draw -= weight[category++];
                ratings.push_back({item, criterion, rater, category});
            }
        }
    }
    return ratings;
}

TEST(Rasch, recovers_the_severity_of_the_raters_it_was_simulated_from) {
    const std::vector<double> severity = {-0.8, -0.2, 0.2, 0.8};
    const RaschFit fit = fit_rasch(simulate_panel(severity), {400, 3, 4, 4});
    EXPECT_TRUE(fit.converged);
    for (std::size_t r = 0; r < severity.size(); ++r) EXPECT_NEAR(fit.severity[r], severity[r], 0.15);
    for (const double outfit : fit.rater_outfit) EXPECT_NEAR(outfit, 1.0, 0.15);
    EXPECT_NEAR(fit.difficulty[2] - fit.difficulty[0], 1.0, 0.2);
    EXPECT_LT(fit.threshold[0], fit.threshold[1]);
}

TEST(Rasch, keeps_an_item_finite_that_everybody_rated_best) {
    const std::vector<FacetRating> ratings = {{0, 0, 0, 1}, {0, 0, 1, 1}, {1, 0, 0, 0},
                                              {1, 0, 1, 1}, {2, 0, 0, 1}, {2, 0, 1, 0}};
    const RaschFit fit = fit_rasch(ratings, {3, 1, 2, 2});
    EXPECT_TRUE(std::isfinite(fit.ability[0]));
    EXPECT_GT(fit.ability[0], fit.ability[1]);
}

TEST(Rasch, refuses_a_category_that_nobody_used) {
    EXPECT_THROW(fit_rasch(std::vector<FacetRating>{{0, 0, 0, 0}, {0, 0, 0, 1}}, {1, 1, 1, 3}), base::Error);
}

}  // namespace
}  // namespace medal::statistics
