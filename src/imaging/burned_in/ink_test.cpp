#include "imaging/burned_in/ink.h"

#include "imaging/burned_in/testing_pictures.h"

#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

/// Half of it darker, half of it brighter than the letters; every level about as frequent as its neighbours.
cv::Mat halves(int channels) {
    cv::RNG dice{11};
    cv::Mat grey(200, 400, CV_8UC1);
    cv::Mat darker = grey(cv::Rect{0, 0, 200, 200}), brighter = grey(cv::Rect{200, 0, 200, 200});
    dice.fill(darker, cv::RNG::UNIFORM, 78, 103);
    dice.fill(brighter, cv::RNG::UNIFORM, 188, 213);
    if (channels == 1) return grey;
    cv::Mat picture;
    cv::merge(std::vector<cv::Mat>{grey, grey, grey}, picture);
    return picture;
}

TEST(OneGreyInks, part_letters_from_tissue_that_is_darker_here_and_brighter_there) {
    for (const int channels : {1, 3}) {
        auto picture = halves(channels);
        cv::putText(picture, "THORNBERRY", {60, 110}, cv::FONT_HERSHEY_DUPLEX, 1.4, cv::Scalar::all(150), 3);
        const auto inks = one_grey_inks(raster_of(picture));
        ASSERT_EQ(inks.size(), 1U) << channels;
        EXPECT_GT(cv::countNonZero(inks[0].mask(cv::Rect{60, 78, 140, 34})), 800) << channels;
        EXPECT_GT(cv::countNonZero(inks[0].mask(cv::Rect{200, 78, 140, 34})), 800) << channels;
        EXPECT_EQ(cv::countNonZero(inks[0].mask(cv::Rect{0, 0, 400, 60})), 0) << channels;
    }
}

TEST(OneGreyInks, are_found_beside_the_far_more_frequent_level_of_a_tissue) {
    auto picture = halves(1);
    cv::RNG dice{5};
    // Ten levels above the letters, and as flat as muscle in a wide window.
    cv::Mat muscle = picture(cv::Rect{0, 120, 400, 80});
    dice.fill(muscle, cv::RNG::NORMAL, 160, 3);
    cv::putText(picture, "LINDQVIST", {60, 170}, cv::FONT_HERSHEY_DUPLEX, 1, cv::Scalar::all(150), 2);
    const auto inks = one_grey_inks(raster_of(picture));
    ASSERT_FALSE(inks.empty());
    EXPECT_GT(cv::countNonZero(inks[0].mask(cv::Rect{60, 145, 200, 30})), 800);
    EXPECT_LT(cv::countNonZero(inks[0].mask(cv::Rect{300, 120, 100, 80})), 200);
}

TEST(OneGreyInks, are_none_where_a_picture_has_gaps_between_its_levels) {
    auto picture = halves(1);
    picture.forEach<std::uint8_t>([](std::uint8_t& value, const int*) { value = value / 4 * 4; });
    EXPECT_TRUE(one_grey_inks(raster_of(picture)).empty());
}

TEST(OneGreyInks, are_none_where_nobody_wrote) {
    EXPECT_TRUE(one_grey_inks(raster_of(halves(1))).empty());
}

}  // namespace
}  // namespace medal::imaging::burned_in
