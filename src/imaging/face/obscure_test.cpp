#include "imaging/face/obscure.h"

#include <limits>
#include <set>

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

picture::Raster noise(std::size_t width, std::size_t height) {
    auto raster = picture::Raster::blank(width, height, 3);
    std::uint32_t state = 7;
    for (auto& sample : raster.samples) {
        state = state * 1664525 + 1013904223;
        sample = static_cast<std::uint8_t>(state >> 24);
    }
    return raster;
}

bool lies_in(const Area& area, std::size_t x, std::size_t y) {
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

TEST(Obscure, keeps_at_most_six_by_six_averages_of_a_face_as_blocks) {
    auto raster = noise(300, 200);
    const Area box{100, 40, 90, 120};
    obscure(raster, box, Style::block);
    const auto area = obscured_area(raster, box);
    std::set<std::uint32_t> colours;
    for (auto y = area.y; y < area.y + area.height; ++y) {
        for (auto x = area.x; x < area.x + area.width; ++x) {
            const auto* pixel = raster.pixel(x, y);
            colours.insert(pixel[0] * 65536U + pixel[1] * 256U + pixel[2]);
        }
    }
    EXPECT_LE(colours.size(), 36U);
    EXPECT_GT(colours.size(), 1U);
}

TEST(Obscure, takes_a_margin_and_changes_nothing_beyond_it) {
    const auto before = noise(300, 200);
    const Area box{100, 40, 90, 120};
    for (const auto style : {Style::block, Style::blur, Style::fill}) {
        auto after = before;
        obscure(after, box, style);
        const auto area = obscured_area(before, box);
        EXPECT_EQ(area.x, 100U - 16U);
        EXPECT_EQ(area.height, 120U + 2 * 16U);
        for (std::size_t y = 0; y < before.height; ++y) {
            for (std::size_t x = 0; x < before.width; ++x) {
                if (lies_in(area, x, y)) continue;
                ASSERT_EQ(before.pixel(x, y)[1], after.pixel(x, y)[1]);
            }
        }
    }
}

TEST(Obscure, gives_the_same_for_faces_that_have_the_same_averages) {
    auto one = noise(96, 96);
    auto other = one;
    const Area box{12, 12, 72, 72};
    const auto area = obscured_area(one, box);
    obscure(other, box, Style::block);
    for (const auto style : {Style::block, Style::blur}) {
        auto a = one;
        auto b = other;
        obscure(a, box, style);
        obscure(b, box, style);
        for (auto y = area.y; y < area.y + area.height; ++y) {
            for (auto x = area.x; x < area.x + area.width; ++x) {
                ASSERT_NEAR(a.pixel(x, y)[0], b.pixel(x, y)[0], 1);
            }
        }
    }
}

TEST(Obscure, fills_with_black) {
    auto raster = noise(40, 40);
    obscure(raster, {10, 10, 16, 16}, Style::fill);
    EXPECT_EQ(raster.pixel(18, 18)[2], 0);
    EXPECT_EQ(raster.pixel(8, 8)[0], 0);
}

TEST(Obscure, holds_boxes_to_the_picture_whatever_they_say) {
    constexpr auto kHuge = std::numeric_limits<std::uint64_t>::max();
    auto raster = noise(20, 10);
    obscure(raster, {kHuge, 0, 5, 5}, Style::block);
    obscure(raster, {0, 0, 0, 5}, Style::block);
    EXPECT_EQ(raster.samples, noise(20, 10).samples);
    obscure(raster, {3, 3, kHuge, kHuge}, Style::fill);
    EXPECT_EQ(*raster.pixel(19, 9), 0);
    obscure(raster, {19, 9, 1, 1}, Style::blur);
}

}  // namespace
}  // namespace medal::imaging::face
