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

TEST(OneGreyInks, are_none_where_nobody_wrote) {
    EXPECT_TRUE(one_grey_inks(raster_of(halves(1))).empty());
}

}  // namespace
}  // namespace medal::imaging::burned_in
