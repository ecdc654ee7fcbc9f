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
    const auto regions =
        settle_blocks({read_line(10, 10, 100, TextClass::identifier), read_line(10, 26, 60, TextClass::text),
                       read_line(90, 26, 60, TextClass::text)},
                      {unread_line(10, 42, 40)});
    ASSERT_EQ(regions.size(), 4U);
    for (const auto& region : regions) EXPECT_EQ(region.text_class, TextClass::identifier);
}

TEST(TextBlocks, leaves_settings_and_distant_lines_as_they_are) {
    auto setting = read_line(10, 26, 60, TextClass::text);
    setting.is_technique = true;
    const auto regions = settle_blocks(
        {read_line(10, 10, 100, TextClass::identifier), setting, read_line(10, 200, 60, TextClass::text)},
        {unread_line(300, 300, 50)});
    ASSERT_EQ(regions.size(), 3U);
    EXPECT_EQ(regions[1].text_class, TextClass::text);
    EXPECT_EQ(regions[2].text_class, TextClass::text);
}

TEST(TextBlocks, does_not_grow_through_texture) {
    std::vector<FoundLine> texture;
    for (std::uint64_t i = 2; i < 20; ++i) texture.push_back(unread_line(10, 10 + 16 * i, 50));
    const auto regions = settle_blocks({read_line(10, 10, 100, TextClass::identifier)}, texture);
    EXPECT_LE(regions.size(), 2U);
}

TEST(TextBlocks, gives_a_wrapped_value_its_whole_width) {
    const auto regions = settle_blocks(
        {read_line(10, 10, 200, TextClass::identifier), read_line(100, 26, 40, TextClass::identifier)}, {});
    ASSERT_EQ(regions.size(), 2U);
    EXPECT_EQ(regions[1].width, 110U);
}

}  // namespace
}  // namespace medal::imaging::burned_in
