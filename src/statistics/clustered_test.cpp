#include "statistics/clustered.h"

#include "base/error.h"
#include "statistics/oracle_data.h"
#include "statistics/proportion.h"
#include "statistics/sum.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

struct Panel {
    std::vector<double> a;
    std::vector<double> b;
    Clustering clustering;
    boost::json::value expected;
};

Panel load_panel() {
    Panel panel;
    panel.expected = oracle::load("panel/clustered_se.json");
    panel.a = oracle::numbers(panel.expected.at("score_a"));
    panel.b = oracle::numbers(panel.expected.at("score_b"));
    std::vector<std::string> keys;
    for (const double key : oracle::numbers(panel.expected.at("cluster")))
        keys.push_back(std::to_string(key));
    panel.clustering = cluster_by(keys);
    return panel;
}

constexpr double kTolerance = 1e-12;

TEST(ClusteredMean, equals_miller_equation_4_on_the_oracle) {
    MEDAL_NEEDS_ORACLE("panel/clustered_se.json");
    const Panel panel = load_panel();
    const ClusteredMean result = clustered_mean(panel.a, panel.clustering);
    EXPECT_NEAR(result.mean, oracle::number(panel.expected.at("mean")), kTolerance);
    EXPECT_NEAR(result.se, oracle::number(panel.expected.at("se_clustered")), kTolerance);
    EXPECT_NEAR(clustered_se(panel.a, panel.clustering), oracle::number(panel.expected.at("check_sandwich")),
                kTolerance);
    EXPECT_NEAR(independent_se(panel.a), oracle::number(panel.expected.at("se_clt")), kTolerance);
    EXPECT_EQ(result.method, SeMethod::cr0);
}

TEST(PairedDifference, equals_the_oracle_with_and_without_clusters) {
    MEDAL_NEEDS_ORACLE("panel/clustered_se.json");
    const Panel panel = load_panel();
    const ClusteredMean result = paired_difference(panel.a, panel.b, panel.clustering);
    EXPECT_NEAR(result.mean, oracle::number(panel.expected.at("diff")), kTolerance);
    EXPECT_NEAR(result.se, oracle::number(panel.expected.at("se_paired_clustered")), kTolerance);
    std::vector<double> differences;
    for (std::size_t i = 0; i < panel.a.size(); ++i) differences.push_back(panel.a[i] - panel.b[i]);
    EXPECT_NEAR(independent_se(differences), oracle::number(panel.expected.at("se_paired")), kTolerance);
    EXPECT_NEAR(std::hypot(independent_se(panel.a), independent_se(panel.b)),
                oracle::number(panel.expected.at("se_unpaired")), kTolerance);
}

TEST(ClusteredMean, is_the_t_test_on_cluster_means_when_few_clusters_are_equal) {
    const std::vector<double> scores = {1, 2, 4, 6, 3, 3, 8, 10};
    const std::vector<std::string> keys = {"a", "a", "b", "b", "c", "c", "d", "d"};
    const ClusteredMean result = clustered_mean(scores, cluster_by(keys));
    const std::vector<double> cluster_means = {1.5, 5, 3, 9};
    EXPECT_EQ(result.method, SeMethod::cr2);
    EXPECT_NEAR(result.se, std::sqrt(variance(cluster_means) / 4.0), kTolerance);
    EXPECT_NEAR(result.degrees_of_freedom, 3.0, kTolerance);
    // qt(0.975, 3) = 3.182446305284263
    EXPECT_NEAR(result.interval.high - result.mean, 3.182446305284263 * result.se, 1e-10);
}

// By hand: sizes 1, 2, 3 of n = 6; w = m^2 / (1 - m/n) = 1.2, 6, 18; sum w^2 = 361.44; (25.2^2 - 361.44) / 36
// = 7.6; df = 36 / (14 + 7.6).
TEST(ClusteredMean, loses_degrees_of_freedom_when_clusters_are_unequal) {
    const std::vector<double> scores = {1, 2, 4, 6, 3, 3};
    const std::vector<std::string> keys = {"a", "b", "b", "c", "c", "c"};
    EXPECT_NEAR(clustered_mean(scores, cluster_by(keys)).degrees_of_freedom, 36.0 / 21.6, kTolerance);
}

TEST(MeansByCentre, are_each_centre_by_itself_with_its_own_patients) {
    const std::vector<double> scores = {1, 0, 1, 1, 0, 0};
    const Clustering patients{{0, 0, 1, 2, 3, 3}, 4};
    const Clustering centres{{0, 0, 0, 1, 1, 1}, 2};
    const std::vector<ClusteredMean> means = means_by_centre(scores, patients, centres);
    EXPECT_NEAR(means.at(0).mean, 2.0 / 3.0, kTolerance);
    EXPECT_EQ(means.at(0).cluster_count, 2U);
    EXPECT_NEAR(means.at(1).mean, 1.0 / 3.0, kTolerance);
}

TEST(ClusteredMean, has_no_interval_for_a_single_cluster) {
    const ClusteredMean result = clustered_mean(std::vector<double>{1, 0, 1}, Clustering{{0, 0, 0}, 1});
    EXPECT_TRUE(std::isnan(result.se));
    EXPECT_TRUE(std::isnan(result.interval.low));
}

TEST(ClusteredMean, refuses_scores_without_a_cluster_each) {
    EXPECT_THROW(clustered_mean(std::vector<double>{1, 0}, each_alone(3)), base::Error);
}

TEST(BootstrapMean, gives_the_same_digits_for_any_number_of_threads) {
    MEDAL_NEEDS_ORACLE("panel/clustered_se.json");
    const Panel panel = load_panel();
    const BootstrapResult one = bootstrap_mean(panel.a, panel.clustering, {.seed = 5, .threads = {1}});
    const BootstrapResult two = bootstrap_mean(panel.a, panel.clustering, {.seed = 5, .threads = {2}});
    EXPECT_EQ(one.interval.low, two.interval.low);
    EXPECT_EQ(one.interval.high, two.interval.high);
    EXPECT_NEAR(one.interval.high - one.interval.low, 2 * 1.96 * 0.0353, 0.02);
}

TEST(Epochs, splits_the_variance_between_and_within_items) {
    const std::vector<std::vector<double>> scores = {{1, 1, 0, 1}, {0, 0, 0, 1}, {1, 1, 1, 1}};
    const Epochs result = epochs(scores);
    EXPECT_NEAR(result.within_item_variance, (0.25 + 0.25 + 0.0) / 3.0, kTolerance);
    EXPECT_NEAR(result.variance_of_mean, variance(std::vector<double>{0.75, 0.25, 1.0}) / 3.0, kTolerance);
    EXPECT_NEAR(result.variance_of_mean,
                (result.between_items_variance + result.within_item_variance / 4.0) / 3.0, kTolerance);
}

// R: prop.test(81, 263, correct = FALSE)$conf.int, and Wilson's limits at the ends.
TEST(Wilson, equals_r_prop_test_without_correction) {
    const Interval middle = wilson({81, 263});
    EXPECT_NEAR(middle.low, 0.2553, 5e-5);
    EXPECT_NEAR(middle.high, 0.3662, 5e-5);
    EXPECT_EQ(wilson({0, 10}).low, 0.0);
    EXPECT_NEAR(wilson({0, 10}).high, 0.2775, 5e-5);
    EXPECT_EQ(wilson({10, 10}).high, 1.0);
}

TEST(GuessCorrected, is_zero_at_chance_and_one_at_perfection) {
    EXPECT_NEAR(guess_corrected(0.25, 4), 0.0, kTolerance);
    EXPECT_EQ(guess_corrected(1.0, 4), 1.0);
    EXPECT_THROW(guess_corrected(0.5, 1), base::Error);
}

}  // namespace
}  // namespace medal::statistics
