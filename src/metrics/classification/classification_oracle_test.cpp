#include "metrics/classification/binary.h"
#include "metrics/classification/multiclass.h"
#include "metrics/oracle_data.h"
#include "metrics/value.h"

namespace medal::metrics {
namespace {

using oracle::number;

TEST(Binary, agrees_with_scikit_learn) {
    MEDAL_NEEDS_ORACLE("calibration/binary_500.json");
    const auto json = oracle::load("calibration/binary_500.json");
    const auto y = oracle::numbers(json.at("y"));
    const auto p = oracle::numbers(json.at("p"));
    EXPECT_NEAR(auroc({y, p}).value, number(json.at("expected").at("auroc")), 1e-9);
    EXPECT_NEAR(average_precision({y, p}), number(json.at("expected").at("average_precision")), 1e-9);
}

TEST(Binary, auroc_interval_is_delongs) {
    const std::vector<double> y = {1, 1, 1, 0, 0, 0};
    const std::vector<double> p = {0.9, 0.8, 0.3, 0.5, 0.2, 0.1};
    const Auroc result = auroc({y, p});
    EXPECT_NEAR(result.value, 8.0 / 9.0, 1e-12);
    // Components: yes {1, 1, 2/3}, no {2/3, 1, 1}; each has variance 1/27, over three elements.
    EXPECT_NEAR(result.se, std::sqrt(2 * (1.0 / 27.0) / 3.0), 1e-12);
    EXPECT_EQ(result.high, 1);
}

TEST(Binary, has_no_auroc_with_one_class) {
    const std::vector<double> y = {1, 1};
    const std::vector<double> p = {0.2, 0.4};
    EXPECT_TRUE(std::isnan(auroc({y, p}).value));
}

TEST(Binary, net_benefit_charges_false_positives_by_the_odds) {
    const Counts c{.tp = 30, .fp = 20, .fn = 10, .tn = 40};
    EXPECT_NEAR(net_benefit(c, 0.2), 0.3 - 0.2 * 0.25, 1e-15);
    EXPECT_NEAR(positive_likelihood_ratio(c), 0.75 / (20.0 / 60.0), 1e-12);
}

TEST(Multiclass, agrees_with_scikit_learn) {
    MEDAL_NEEDS_ORACLE("classification/multiclass_500.json");
    const auto json = oracle::load("classification/multiclass_500.json");
    const auto truth = oracle::numbers(json.at("true"));
    const auto said = oracle::numbers(json.at("pred"));
    Confusion m(4, std::vector<std::uint64_t>(4));
    for (std::size_t i = 0; i < truth.size(); ++i) {
        ++m[static_cast<std::size_t>(truth[i])][static_cast<std::size_t>(said[i])];
    }
    const auto& expected = json.at("expected");
    EXPECT_NEAR(accuracy(m), number(expected.at("accuracy")), 1e-12);
    EXPECT_NEAR(balanced_accuracy(m), number(expected.at("balanced_accuracy")), 1e-12);
    EXPECT_NEAR(matthews(m), number(expected.at("mcc")), 1e-12);
    EXPECT_NEAR(cohen_kappa(m), number(expected.at("kappa")), 1e-12);
    EXPECT_NEAR(cohen_kappa(m, KappaWeights::linear), number(expected.at("kappa_linear")), 1e-12);
    EXPECT_NEAR(cohen_kappa(m, KappaWeights::quadratic), number(expected.at("kappa_quadratic")), 1e-12);
    EXPECT_NEAR(macro_f1(m), number(expected.at("macro_f1")), 1e-12);
}

}  // namespace
TEST(Multiclass, expected_cost_is_one_for_an_answer_that_ignores_the_image) {
    const Confusion always_first = {{6, 0, 0}, {2, 0, 0}, {2, 0, 0}};
    EXPECT_NEAR(expected_cost(always_first, distance_costs(3)), 1, 1e-15);
    const Confusion perfect = {{6, 0, 0}, {0, 2, 0}, {0, 0, 2}};
    EXPECT_EQ(expected_cost(perfect, distance_costs(3)), 0);
    // One case of class 2 said to be 1: cost 1/2; always 0 costs 2 x 1/2 + 2 x 1 = 3.
    const Confusion one_wrong = {{6, 0, 0}, {0, 2, 0}, {0, 1, 1}};
    EXPECT_NEAR(expected_cost(one_wrong, distance_costs(3)), 0.5 / 3, 1e-15);
    const Confusion one_class = {{4, 0}, {0, 0}};
    EXPECT_TRUE(std::isnan(expected_cost(one_class, distance_costs(2))));
}

TEST(Multiclass, one_class_against_the_rest_counts_every_case_once) {
    const Confusion m = {{5, 1, 0}, {2, 7, 1}, {0, 0, 4}};
    const Counts c = one_against_rest(m, 1);
    EXPECT_EQ(c.tp, 7U);
    EXPECT_EQ(c.fn, 3U);
    EXPECT_EQ(c.fp, 1U);
    EXPECT_EQ(c.tn, 9U);
}

}  // namespace medal::metrics
