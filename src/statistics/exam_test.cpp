#include "base/error.h"
#include "statistics/calibration.h"
#include "statistics/irt.h"
#include "statistics/item_statistics.h"
#include "statistics/oracle_data.h"
#include "statistics/power.h"
#include "statistics/random.h"
#include "statistics/rank.h"
#include "statistics/repeats.h"
#include "statistics/sum.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

constexpr double kTolerance = 1e-9;

TEST(Calibration, equals_the_oracle_in_every_number) {
    MEDAL_NEEDS_ORACLE("calibration/binary_500.json");
    const boost::json::value data = oracle::load("calibration/binary_500.json");
    const std::vector<double> y = oracle::numbers(data.at("y"));
    const std::vector<double> p = oracle::numbers(data.at("p"));
    const boost::json::value& expected = data.at("expected");
    const auto of = [&](const char* key) { return oracle::number(expected.at(key)); };
    EXPECT_NEAR(brier_score(y, p), of("brier"), kTolerance);
    EXPECT_NEAR(log_loss(y, p), of("log_loss"), kTolerance);
    const std::vector<CalibrationBin> width = equal_width_bins(y, p, 10);
    EXPECT_NEAR(expected_calibration_error(width), of("ece_equal_width_right_closed"), kTolerance);
    EXPECT_NEAR(maximum_calibration_error(width), of("mce"), kTolerance);
    EXPECT_NEAR(rms_calibration_error(width), of("rms_equal_width"), kTolerance);
    const std::vector<CalibrationBin> mass = equal_mass_bins(y, p, 100);
    EXPECT_NEAR(rms_calibration_error(mass), of("hle_rms_all_bins"), kTolerance);
    EXPECT_NEAR(rms_calibration_error(mass, RmsVariant::hle_compat),
                oracle::number(expected.at("hle_rms_as_published_code").at("value")), kTolerance);
    EXPECT_NEAR(rms_calibration_error(mass), oracle::number(expected.at("rms_equal_mass").at("5")),
                kTolerance);
    EXPECT_NEAR(rms_calibration_error(equal_mass_bins(y, p, 50)),
                oracle::number(expected.at("rms_equal_mass").at("10")), kTolerance);
    const MurphyParts parts = murphy(width);
    EXPECT_NEAR(parts.reliability, oracle::number(expected.at("murphy_bins").at("reliability")), kTolerance);
    EXPECT_NEAR(parts.resolution, oracle::number(expected.at("murphy_bins").at("resolution")), kTolerance);
    EXPECT_NEAR(parts.uncertainty, oracle::number(expected.at("murphy_bins").at("uncertainty")), kTolerance);
}

TEST(Calibration, counts_confidence_zero_and_keeps_a_short_table_in_one_bin) {
    const std::vector<double> y = {1, 0, 0};
    const std::vector<double> p = {0, 0, 0};
    EXPECT_NEAR(rms_calibration_error(equal_mass_bins(y, p, 100)), 1.0 / 3.0, kTolerance);
    EXPECT_EQ(equal_width_bins(y, p, 10).front().count, 3U);
    EXPECT_THROW(brier_score(y, std::vector<double>{0.1, 0.2, 90}), base::Error);
}

TEST(CalibrationLine, finds_the_slope_and_intercept_it_was_simulated_from) {
    Stream stream({5, 0});
    std::vector<double> y;
    std::vector<double> p;
    for (int i = 0; i < 50000; ++i) {
        const double x = 2.0 * stream.normal();
        p.push_back(1.0 / (1.0 + std::exp(-x)));
        y.push_back(stream.uniform() < 1.0 / (1.0 + std::exp(-(0.5 + 0.7 * x))) ? 1.0 : 0.0);
    }
    const CalibrationLine line = calibration_line(y, p);
    EXPECT_NEAR(line.slope, 0.7, 0.03);
    EXPECT_NEAR(line.intercept, 0.5, 0.04);
    EXPECT_TRUE(std::isnan(calibration_line(std::vector<double>{1, 1}, std::vector<double>{0.2, 0.7}).slope));
}

TEST(PassAtK, equals_the_oracle) {
    MEDAL_NEEDS_ORACLE("llm/pass_at_k.json");
    const boost::json::value data = oracle::load("llm/pass_at_k.json");
    for (const boost::json::value& row : data.at("cases").as_array()) {
        const Attempts attempts{row.at("n").to_number<std::uint64_t>(),
                                row.at("c").to_number<std::uint64_t>()};
        const auto k = row.at("k").to_number<std::uint64_t>();
        EXPECT_NEAR(pass_at_k(attempts, k), oracle::number(row.at("value")), kTolerance);
        EXPECT_NEAR(pass_hat_k(attempts, k), oracle::number(row.at("pass_hat_k")), kTolerance);
    }
    EXPECT_THROW(pass_at_k({5, 2}, 6), base::Error);
}

// Miller 2024, section 5: omega^2 = 1/9, sigma^2 = 1/6, K = 1, delta = 0.03, alpha 0.05, power 0.8.
TEST(Power, gives_back_the_power_and_the_difference_it_was_asked_for) {
    const ComparisonDesign design{
        .difference_variance = 1.0 / 9, .within_variance_a = 1.0 / 6, .within_variance_b = 1.0 / 6};
    const std::uint64_t items = items_needed(design, 0.03, 0.8);
    EXPECT_EQ(items, static_cast<std::uint64_t>(std::ceil(
                         std::pow(1.959963984540054 + 0.8416212335729143, 2) * (4.0 / 9) / 0.0009)));
    EXPECT_NEAR(power_of(design, 0.03, items), 0.8, 1e-3);
    EXPECT_NEAR(smallest_difference(design, 0.8, items), 0.03, 1e-5);
}

TEST(Power, grows_with_runs_and_falls_with_clusters) {
    ComparisonDesign design{.difference_variance = 0.1, .within_variance_a = 0.2, .within_variance_b = 0.2};
    const std::uint64_t plain = items_needed(design, 0.05, 0.8);
    design.runs_a = design.runs_b = 8;
    EXPECT_LT(items_needed(design, 0.05, 0.8), plain);
    design.runs_a = design.runs_b = 1;
    design.items_per_cluster = 5;
    design.cluster_correlation = 0.25;
    EXPECT_NEAR(static_cast<double>(items_needed(design, 0.05, 0.8)), 2.0 * static_cast<double>(plain), 2.0);
    EXPECT_THROW(items_needed(design, 0.0, 0.8), base::Error);
}

ResponseTable lsat(const boost::json::value& data) {
    ResponseTable table{0, 5, {}};
    for (const auto& pattern : data.at("patterns").as_object()) {
        const auto count = pattern.value().to_number<std::size_t>();
        for (std::size_t i = 0; i < count; ++i, ++table.model_count) {
            for (const char answer : std::string(pattern.key())) table.scores.push_back(answer - '0');
        }
    }
    return table;
}

void expect_items(const IrtFit& fit, const boost::json::value& expected) {
    // ltm stops its optimiser at about four digits.
    for (std::size_t i = 0; i < fit.items.size(); ++i) {
        const std::vector<double> row = oracle::numbers(expected.at("coef").as_array().at(i));
        EXPECT_NEAR(fit.items[i].difficulty, row[0], 2e-3);
        EXPECT_NEAR(fit.items[i].discrimination, row[1], 1e-3);
    }
    EXPECT_NEAR(fit.log_likelihood, oracle::number(expected.at("loglik")), 1e-4);
}

TEST(Irt, equals_ltm_on_lsat_6) {
    MEDAL_NEEDS_ORACLE("panel/irt_lsat6.json");
    const boost::json::value data = oracle::load("panel/irt_lsat6.json");
    const ResponseTable table = lsat(data);
    EXPECT_EQ(table.model_count, 1000U);
    const IrtFit fit = fit_irt(table);
    expect_items(fit, data.at("twopl"));
    expect_items(fit_irt(table, {.method = IrtMethod::marginal_ml_common_slope}),
                 data.at("rasch_common_disc"));
    EXPECT_NEAR(cronbach_alpha(table), oracle::number(data.at("cronbach_alpha")), kTolerance);
    const boost::json::value& scores = data.at("eap_or_eb_scores");
    for (std::size_t i = 0; i < scores.at("pattern").as_array().size(); ++i) {
        std::vector<double> answers;
        for (const char answer : std::string(scores.at("pattern").as_array()[i].as_string()))
            answers.push_back(answer - '0');
        const IrtAbility ability = estimate_ability(answers, fit.items);
        EXPECT_NEAR(ability.theta, oracle::number(scores.at("z1").as_array()[i]), 1e-3);
        EXPECT_NEAR(ability.se, oracle::number(scores.at("se").as_array()[i]), 1e-3);
    }
}

/// `reversed`: this item is right for weak models and wrong for strong ones, as with a wrong answer key.
ResponseTable simulate_exam(std::size_t models, std::size_t items, std::size_t reversed) {
    ResponseTable table{models, items, {}};
    Stream stream({31, models});
    std::vector<double> difficulty(items);
    for (double& b : difficulty) b = stream.normal();
    for (std::size_t m = 0; m < models; ++m) {
        const double theta = stream.normal();
        for (std::size_t i = 0; i < items; ++i) {
            const double eta = (i == reversed ? -1.5 : 1.5) * (theta - difficulty[i]);
            table.scores.push_back(stream.uniform() < 1.0 / (1.0 + std::exp(-eta)) ? 1.0 : 0.0);
        }
    }
    return table;
}

TEST(Irt, hierarchical_orders_the_difficulties_with_forty_models) {
    const ResponseTable table = simulate_exam(40, 60, 999);
    const IrtFit fit = fit_irt(table, {.method = IrtMethod::hierarchical_map});
    EXPECT_TRUE(fit.converged);
    std::vector<double> estimated;
    std::vector<double> wrong;
    for (std::size_t i = 0; i < 60; ++i) {
        estimated.push_back(fit.items[i].difficulty);
        EXPECT_GT(fit.items[i].discrimination, 0.0);
        wrong.push_back(-item_statistics(table)[i].p);
    }
    EXPECT_GT(kendall_tau_b(estimated, wrong), 0.9);
}

TEST(Irt, gives_a_low_slope_and_a_negative_r_to_an_item_with_a_wrong_key) {
    const ResponseTable table = simulate_exam(300, 40, 7);
    EXPECT_LT(fit_irt(table).items[7].discrimination, kSuspiciousSlope);
    const std::vector<ItemStatistics> items = item_statistics(table);
    EXPECT_LT(items[7].item_rest_r, 0.0);
    EXPECT_GT(items[8].item_rest_r, 0.2);
}

TEST(Irt, refuses_an_item_that_everybody_got_right_unless_it_has_priors) {
    const ResponseTable table{3, 2, {1, 0, 1, 1, 1, 0}};
    EXPECT_THROW(fit_irt(table), base::Error);
    EXPECT_TRUE(std::isfinite(fit_irt(table, {.method = IrtMethod::hierarchical_map}).items[0].difficulty));
}

TEST(ItemStatistics, leave_the_item_itself_out_of_the_rest) {
    const ResponseTable table{4, 3, {1, 1, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0}};
    const std::vector<ItemStatistics> items = item_statistics(table);
    EXPECT_EQ(items[0].p, 0.5);
    EXPECT_NEAR(items[0].item_rest_r,
                pearson(std::vector<double>{1, 1, 0, 0}, std::vector<double>{0.5, 1, 0.5, 0}), kTolerance);
}

TEST(Distractors, are_counted_by_thirds_of_the_models) {
    const std::vector<std::string> choices = {"A", "B", "", "A", "C", "C"};
    const std::vector<double> means = {0.1, 0.2, 0.4, 0.5, 0.8, 0.9};
    const auto table = distractor_table(choices, means);
    EXPECT_EQ(table.at("A").weak, 1U);
    EXPECT_EQ(table.at("A").middle, 1U);
    EXPECT_EQ(table.at("C").strong, 2U);
}

}  // namespace
}  // namespace medal::statistics
