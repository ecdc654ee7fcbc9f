#include "imaging/burned_in/hidden_ends.h"

#include "imaging/burned_in/testing_pictures.h"

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

constexpr int kWhite = 255;

/// Dark, with tissue where asked for, clipped white one if nothing else is said.
picture::Raster picture_with(const cv::Rect& place, int colour = kWhite) {
    cv::Mat picture(200, 300, CV_8UC1, cv::Scalar{5});
    picture(place).setTo(colour);
    return raster_of(picture);
}

FoundLine line_at(std::uint64_t x, std::uint64_t y, std::uint64_t width) {
    FoundLine line{{0, x, y, width, 12, TextClass::identifier, 0.9}, true};
    line.colour.level = kWhite;
    return line;
}

TEST(HiddenEnds, lengthens_a_line_over_tissue_of_its_colour_as_far_as_the_line_above_reaches) {
    std::vector<FoundLine> lines{line_at(40, 20, 160), line_at(100, 36, 100)};
    cover_hidden_ends(lines, picture_with({0, 34, 100, 60}));
    EXPECT_EQ(lines[1].region.x, 40U);
    EXPECT_EQ(lines[1].region.width, 160U);
    EXPECT_EQ(lines[1].region.height, 12U);
}

TEST(HiddenEnds, lengthens_nothing_over_other_tissue) {
    std::vector<FoundLine> lines{line_at(40, 20, 160), line_at(100, 36, 60)};
    cover_hidden_ends(lines, picture_with({0, 100, 100, 60}));
    EXPECT_EQ(lines[1].region.x, 100U);
    EXPECT_EQ(lines[1].region.width, 60U);
}

TEST(HiddenEnds, lengthens_nothing_over_tissue_that_begins_behind_other_tissue) {
    std::vector<FoundLine> lines{line_at(40, 20, 160), line_at(100, 36, 100)};
    cover_hidden_ends(lines, picture_with({0, 34, 80, 60}));
    EXPECT_EQ(lines[1].region.x, 100U);
}

TEST(HiddenEnds, covers_a_letter_where_no_other_line_tells_how_far_it_reaches) {
    std::vector<FoundLine> lines{line_at(40, 20, 100)};
    cover_hidden_ends(lines, picture_with({140, 10, 100, 40}));
    EXPECT_EQ(lines[0].region.x, 40U);
    EXPECT_EQ(lines[0].region.width, 112U);
}

TEST(HiddenEnds, covers_no_letter_before_the_edge_that_lines_share) {
    std::vector<FoundLine> lines{line_at(40, 20, 100), line_at(41, 36, 80)};
    cover_hidden_ends(lines, picture_with({0, 30, 40, 40}));
    EXPECT_EQ(lines[1].region.x, 41U);
}

TEST(HiddenEnds, leaves_text_that_identifies_nobody_and_turned_lines_as_they_are) {
    auto setting = line_at(100, 36, 100);
    setting.region.text_class = TextClass::text;
    auto turned = line_at(100, 60, 12);
    turned.region.height = 80;
    std::vector<FoundLine> lines{line_at(40, 20, 160), setting, turned};
    cover_hidden_ends(lines, picture_with({0, 34, 100, 160}));
    EXPECT_EQ(lines[1].region.x, 100U);
    EXPECT_EQ(lines[2].region.x, 100U);
    EXPECT_EQ(lines[2].region.height, 80U);
}

TEST(HiddenEnds, believes_no_tissue_to_hide_strokes_of_a_middle_colour) {
    std::vector<FoundLine> lines{line_at(40, 20, 160), line_at(100, 36, 100)};
    lines[1].colour.level = 225;
    cover_hidden_ends(lines, picture_with({0, 34, 100, 60}, 225));
    EXPECT_EQ(lines[1].region.x, 100U);
}

TEST(HiddenEnds, believes_tissue_to_hide_strokes_only_where_it_has_their_colour_in_every_channel) {
    cv::Mat picture(200, 300, CV_8UC3, cv::Scalar(5, 5, 5));
    picture(cv::Rect{0, 34, 300, 60}).setTo(cv::Scalar(255, 60, 40));
    write(picture, "77344118", {100, 46}, 0.5, cv::Scalar::all(255));
    std::vector<FoundLine> lines{line_at(40, 20, 160), line_at(100, 36, 72)};
    cover_hidden_ends(lines, raster_of(picture));
    EXPECT_EQ(lines[1].region.x, 100U);
}

TEST(HiddenEnds, takes_the_ground_between_letters_for_no_tissue_that_hides_some) {
    auto dark = line_at(100, 36, 100);
    dark.colour.is_dark = true;
    dark.colour.level = 255 - 5;
    std::vector<FoundLine> lines{line_at(40, 20, 160), dark};
    cover_hidden_ends(lines, picture_with({0, 150, 10, 10}));
    EXPECT_EQ(lines[1].region.x, 100U);
}

}  // namespace
}  // namespace medal::imaging::burned_in
