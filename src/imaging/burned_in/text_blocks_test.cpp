#include "imaging/burned_in/text_blocks.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

FoundLine read_line(std::uint64_t x, std::uint64_t y, std::uint64_t width, TextClass text_class) {
    return {{0, x, y, width, 12, text_class, 0.9}, true, false, true};
}

FoundLine unread_line(std::uint64_t x, std::uint64_t y, std::uint64_t width) {
    return {{0, x, y, width, 12, TextClass::text, 0.1}, false, false, false};
}

TEST(TextBlocks, joins_parts_of_one_line_and_keeps_the_worse_class) {
    std::vector<FoundLine> lines;
    add_line(lines, read_line(10, 10, 100, TextClass::text));
    add_line(lines, read_line(40, 11, 120, TextClass::identifier));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].region.x, 10U);
    EXPECT_EQ(lines[0].region.width, 150U);
    EXPECT_EQ(lines[0].region.text_class, TextClass::identifier);
}

TEST(TextBlocks, takes_lines_below_and_beside_an_identifier_into_its_block) {
    const auto lines =
        settle_blocks({read_line(10, 10, 100, TextClass::identifier), read_line(10, 26, 60, TextClass::text),
                       read_line(90, 26, 60, TextClass::text)},
                      {unread_line(10, 42, 40)});
    ASSERT_EQ(lines.size(), 4U);
    for (const auto& line : lines) EXPECT_EQ(line.region.text_class, TextClass::identifier);
}

TEST(TextBlocks, leaves_settings_and_distant_lines_as_they_are) {
    auto setting = read_line(10, 26, 60, TextClass::text);
    setting.is_technique = true;
    const auto lines = settle_blocks(
        {read_line(10, 10, 100, TextClass::identifier), setting, read_line(10, 200, 60, TextClass::text)},
        {unread_line(300, 300, 50)});
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].region.text_class, TextClass::text);
    EXPECT_EQ(lines[2].region.text_class, TextClass::text);
}

TEST(TextBlocks, does_not_grow_through_texture) {
    std::vector<FoundLine> texture;
    for (std::uint64_t i = 2; i < 20; ++i) texture.push_back(unread_line(10, 10 + 16 * i, 50));
    const auto lines = settle_blocks({read_line(10, 10, 100, TextClass::identifier)}, texture);
    EXPECT_LE(lines.size(), 2U);
}

TEST(TextBlocks, takes_nothing_unread_that_is_drawn_in_another_colour) {
    auto grey = unread_line(10, 26, 60);
    grey.is_even = true;
    auto name = read_line(10, 10, 100, TextClass::identifier);
    name.colour.level = 255;
    grey.colour.level = 180;
    EXPECT_EQ(settle_blocks({name}, {grey}).size(), 1U);
    grey.colour.level = 230;
    EXPECT_EQ(settle_blocks({name}, {grey}).size(), 2U);
}

TEST(TextBlocks, leaves_what_was_read_badly_in_another_colour_as_it_is) {
    auto name = read_line(10, 10, 100, TextClass::identifier);
    auto tissue = read_line(10, 26, 60, TextClass::text);
    tissue.colour.is_dark = true;
    tissue.region.confidence = 0.4;
    EXPECT_EQ(settle_blocks({name, tissue}, {})[1].region.text_class, TextClass::text);
    tissue.region.confidence = 0.9;
    EXPECT_EQ(settle_blocks({name, tissue}, {})[1].region.text_class, TextClass::identifier);
}

TEST(TextBlocks, leaves_larger_print_and_print_that_lies_half_over_a_name_as_it_is) {
    auto larger = read_line(40, 26, 60, TextClass::text);
    larger.region.height = 17;
    auto over = read_line(40, 16, 40, TextClass::text);
    const auto below = read_line(40, 26, 60, TextClass::text);
    const auto name = read_line(10, 10, 120, TextClass::identifier);
    EXPECT_EQ(settle_blocks({name, larger}, {})[1].region.text_class, TextClass::text);
    EXPECT_EQ(settle_blocks({name, over}, {})[1].region.text_class, TextClass::text);
    EXPECT_EQ(settle_blocks({name, below}, {})[1].region.text_class, TextClass::identifier);
}

TEST(TextBlocks, takes_a_line_that_the_border_cuts_into_the_block) {
    auto cut = unread_line(10, 26, 40);
    cut.region.height = 5;
    const auto name = read_line(10, 10, 100, TextClass::identifier);
    EXPECT_EQ(settle_blocks({name}, {cut}).size(), 1U);
    cut.is_cut = true;
    EXPECT_EQ(settle_blocks({name}, {cut}).size(), 2U);
}

TEST(TextBlocks, takes_what_stands_in_a_row_that_is_left_out_of_a_form) {
    auto hidden = unread_line(12, 21, 40);
    hidden.region.height = 17;
    hidden.region.confidence = 0;
    const auto name = read_line(10, 10, 100, TextClass::identifier);
    const auto lines = settle_blocks({name, read_line(10, 36, 100, TextClass::identifier)}, {hidden});
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].region.text_class, TextClass::identifier);
    EXPECT_EQ(lines[1].region.y, 23U);
    EXPECT_EQ(lines[1].region.height, 12U);
    EXPECT_EQ(settle_blocks({name, read_line(10, 90, 100, TextClass::identifier)}, {hidden}).size(), 2U);
}

TEST(TextBlocks, keeps_the_height_of_the_likelier_line) {
    std::vector<FoundLine> lines;
    add_line(lines, read_line(10, 20, 100, TextClass::identifier));
    auto with_tissue = read_line(10, 14, 110, TextClass::text);
    with_tissue.region.height = 20;
    add_line(lines, with_tissue);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].region.y, 17U);
    EXPECT_EQ(lines[0].region.height, 17U);
    EXPECT_EQ(lines[0].region.width, 110U);
}

TEST(TextBlocks, lengthens_no_clear_print_over_what_nobody_can_read) {
    auto clear = read_line(10, 20, 100, TextClass::identifier);
    clear.is_clear = true;
    auto texture = read_line(60, 20, 90, TextClass::text);
    texture.region.confidence = 0.1;
    std::vector<FoundLine> lines{clear};
    add_line(lines, texture);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].region.width, 100U);
    texture.region.confidence = 0.5;
    add_line(lines, texture);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].region.width, 140U);
}

TEST(TextBlocks, lengthens_a_line_by_the_letters_that_the_same_line_has_beyond_its_ends) {
    std::vector<FoundLine> lines{read_line(10, 20, 100, TextClass::identifier)};
    lengthen_line(lines, read_line(10, 20, 112, TextClass::text));
    EXPECT_EQ(lines[0].region.width, 112U);
    auto higher = read_line(10, 16, 130, TextClass::text);
    higher.region.height = 20;
    lengthen_line(lines, higher);
    EXPECT_EQ(lines[0].region.width, 112U);
    lengthen_line(lines, read_line(10, 60, 130, TextClass::text));
    EXPECT_EQ(lines[0].region.width, 112U);
}

}  // namespace
}  // namespace medal::imaging::burned_in
