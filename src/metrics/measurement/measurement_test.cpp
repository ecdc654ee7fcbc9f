#include "metrics/measurement/measurement.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

TEST(Measurement, a_constant_offset_is_all_bias) {
    const std::vector<double> reference = {1, 2, 3, 4};
    const std::vector<double> prediction = {3, 4, 5, 6};
    const BlandAltman limits = bland_altman({reference, prediction});
    EXPECT_DOUBLE_EQ(limits.bias, 2);
    EXPECT_DOUBLE_EQ(limits.lower, 2);
    EXPECT_DOUBLE_EQ(limits.upper, 2);
    EXPECT_DOUBLE_EQ(mean_absolute_error({reference, prediction}), 2);
    // Lin: 2 s_xy / (s_x + s_y + offset squared), variances 1.25.
    EXPECT_DOUBLE_EQ(concordance({reference, prediction}), 2.5 / (2.5 + 4));
}

TEST(Measurement, limits_are_1_96_sample_deviations_apart_from_the_bias) {
    const std::vector<double> reference = {10, 20, 30};
    const std::vector<double> prediction = {11, 20, 29};
    const BlandAltman limits = bland_altman({reference, prediction});
    EXPECT_DOUBLE_EQ(limits.bias, 0);
    EXPECT_DOUBLE_EQ(limits.upper, 1.96);
    EXPECT_NEAR(root_mean_squared_error({reference, prediction}), std::sqrt(2.0 / 3.0), 1e-15);
}

TEST(Measurement, relative_error_has_no_value_for_a_reference_of_zero) {
    const std::vector<double> reference = {0, 2};
    const std::vector<double> prediction = {1, 2};
    EXPECT_TRUE(std::isnan(mean_relative_error({reference, prediction})));
}

}  // namespace
}  // namespace medal::metrics
