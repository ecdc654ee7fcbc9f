#include "imaging/burned_in/text_lines.h"

#include "imaging/burned_in/testing_pictures.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

/// The likeliest line at this height.
TextLine line_through(const cv::Mat& picture, std::size_t y) {
    const auto lines = find_lines(raster_of(picture));
    const auto found = std::find_if(lines.begin(), lines.end(), [&](const TextLine& line) {
        return !line.is_turned && line.y <= y && y < line.y + line.height;
    });
    return found == lines.end() ? TextLine{} : *found;
}

TEST(TextLines, tell_the_colour_of_their_strokes) {
    auto picture = tissue(800, 200, 60, 1, 11);
    write(picture, "THORNBERRY 77344118", {60, 60}, 0.8, 240);
    write(picture, "THORNBERRY 77344118", {60, 140}, 0.8, 0);
    const auto bright = line_through(picture, 52).colour;
    EXPECT_FALSE(bright.is_dark);
    EXPECT_NEAR(bright.level, 240, 12);
    const auto dark = line_through(picture, 132).colour;
    EXPECT_TRUE(dark.is_dark);
    EXPECT_NEAR(dark.level, 255, 12);
    EXPECT_FALSE(bright.is_like(dark));
}

/// Rings as high as letters, on their base line, before and behind them.
cv::Mat with_rings(int colour) {
    cv::Mat picture(200, 800, CV_8UC1, cv::Scalar{30});
    write(picture, "THORNBERRY 77344118", {200, 100}, 0.8, 255);
    for (const int x : {154, 180, 522, 546}) {
        cv::ellipse(picture, {x, 92}, {7, 8}, 0, 0, 360, cv::Scalar::all(colour), 2);
    }
    return picture;
}

TEST(TextLines, end_where_the_colour_of_their_letters_ends) {
    const auto line = line_through(with_rings(180), 92);
    EXPECT_GT(line.x, 187U);
    EXPECT_LT(line.x + line.width, 515U);
    EXPECT_GE(line.pieces, 15U);
}

TEST(TextLines, go_on_over_letters_of_their_colour) {
    const auto line = line_through(with_rings(255), 92);
    EXPECT_LT(line.x, 147U);
    EXPECT_GT(line.x + line.width, 553U);
}

TEST(TextLines, take_no_tissue_at_their_ends_that_stands_on_another_base_line) {
    cv::Mat picture(200, 800, CV_8UC1, cv::Scalar{30});
    write(picture, "THORNBERRY 77344118", {200, 100}, 0.8, 255);
    cv::ellipse(picture, {522, 105}, {6, 8}, 0, 0, 360, cv::Scalar::all(255), cv::FILLED);
    const auto line = line_through(picture, 92);
    EXPECT_LT(line.x + line.width, 516U);
}

}  // namespace
}  // namespace medal::imaging::burned_in
