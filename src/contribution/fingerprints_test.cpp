#include "contribution/fingerprints.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

TEST(Fingerprints, have_each_bit_as_the_most_slices_have_it) {
    using imaging::similar::bitwise_median;
    EXPECT_EQ(bitwise_median({0b1100, 0b1010, 0b1001}), 0b1000U);
    EXPECT_EQ(bitwise_median({0b1, 0b0}), 0U);
    EXPECT_EQ(bitwise_median({0xF0}), 0xF0U);
}

TEST(Fingerprints, are_compared_between_pictures_and_slices_but_not_between_slices) {
    using enum FingerprintScope;
    EXPECT_TRUE(may_be_compared(single, single));
    EXPECT_TRUE(may_be_compared(single, slice));
    EXPECT_TRUE(may_be_compared(volume, volume));
    EXPECT_FALSE(may_be_compared(slice, slice));
    EXPECT_FALSE(may_be_compared(volume, single));
    EXPECT_FALSE(may_be_compared(slice, volume));
}

TEST(Fingerprints, say_nothing_of_an_image_without_a_step_of_brightness) {
    EXPECT_FALSE(says_something({AssetId{}, FingerprintScope::single, 0, "", 5, 0}));
    EXPECT_TRUE(says_something({AssetId{}, FingerprintScope::single, 0, "", 0, 5}));
}

}  // namespace
}  // namespace medal::contribution
