#include "imaging/deid/letter_rows.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

MarkedPicture blank() {
    return {120, 60, std::vector<std::uint32_t>(120 * 60, 0)};
}

void fill(MarkedPicture& picture, std::size_t left, std::size_t top, std::size_t width, std::size_t height,
          std::uint32_t mark = 1) {
    for (std::size_t y = top; y < top + height; ++y) {
        for (std::size_t x = left; x < left + width; ++x) picture.marks[y * picture.width + x] = mark;
    }
}

/// Letters of 5 x 8, `gap` apart.
MarkedPicture row_of(std::size_t letters, std::size_t gap) {
    auto picture = blank();
    for (std::size_t i = 0; i < letters; ++i) fill(picture, 4 + i * (5 + gap), 20, 5, 8);
    return picture;
}

TEST(LetterRows, are_five_letters_side_by_side) {
    EXPECT_TRUE(has_letter_row(row_of(5, 2)));
    EXPECT_FALSE(has_letter_row(row_of(4, 2)));
    EXPECT_FALSE(has_letter_row(row_of(4, 22)));
}

TEST(LetterRows, are_letters_that_touch_when_they_are_as_long_as_a_name) {
    auto name = blank();
    fill(name, 4, 20, 70, 8);
    EXPECT_TRUE(has_letter_row(name));
    auto edge = blank();
    fill(edge, 4, 20, 30, 8);
    EXPECT_FALSE(has_letter_row(edge));
}

TEST(LetterRows, are_letters_whose_strokes_touch_at_corners_only) {
    auto falling = blank();
    auto rising = blank();
    for (std::size_t letter = 0; letter < 5; ++letter) {
        for (std::size_t step = 0; step < 6; ++step) {
            fill(falling, 4 + letter * 15 + 2 * step, 20 + step, 2, 1);
            fill(rising, 4 + letter * 15 + 2 * step, 25 - step, 2, 1);
        }
    }
    EXPECT_TRUE(has_letter_row(falling));
    EXPECT_TRUE(has_letter_row(rising));
}

TEST(LetterRows, are_letters_whose_parts_meet_further_down) {
    auto picture = blank();
    for (std::size_t letter = 0; letter < 5; ++letter) {
        const auto left = 4 + letter * 9;
        fill(picture, left, 20, 2, 8);
        fill(picture, left + 4, 20, 2, 8);
        fill(picture, left, 26, 6, 2);
    }
    EXPECT_TRUE(has_letter_row(picture));
}

TEST(LetterRows, are_of_one_mark_and_one_height) {
    auto colours = blank();
    auto heights = blank();
    for (std::size_t i = 0; i < 6; ++i) {
        fill(colours, 4 + i * 8, 20, 5, 8, static_cast<std::uint32_t>(1 + i));
        fill(heights, 4 + i * 8, 20, 5, i % 2 == 0 ? 7 : 30);
    }
    EXPECT_FALSE(has_letter_row(colours));
    EXPECT_FALSE(has_letter_row(heights));
}

TEST(LetterRows, are_not_specks_and_not_bands) {
    auto picture = blank();
    for (std::size_t i = 0; i < 20; ++i) fill(picture, 4 + i * 5, 10, 3, 3);
    fill(picture, 0, 40, 120, 6);
    EXPECT_FALSE(has_letter_row(picture));
}

}  // namespace
}  // namespace medal::imaging::deid
