#include "imaging/redact/samples.h"

#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

constexpr std::size_t kColumns = 64, kRows = 48;

std::vector<std::byte> noise(std::size_t size) {
    std::vector<std::byte> bytes(size);
    std::uint32_t state = 20261126;
    for (auto& byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = static_cast<std::byte>(state >> 24);
    }
    return bytes;
}

Samples samples_over(std::vector<std::byte>& bytes, std::size_t channels, unsigned bits) {
    Samples samples;
    samples.bytes = bytes;
    samples.columns = kColumns;
    samples.rows = kRows;
    samples.channels = channels;
    samples.bits_allocated = samples.bits_stored = bits;
    return samples;
}

Region region_of(Style style) {
    Region region;
    region.x = 10;
    region.y = 5;
    region.width = 30;
    region.height = 30;
    region.style = style;
    return region;
}

bool is_inside(const Region& region, std::size_t pixel) {
    const auto x = pixel % kColumns;
    const auto y = pixel / kColumns;
    return x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
}

/// Of the pixels inside, as bytes; fails for every byte outside that changed.
std::vector<std::byte> inside(const std::vector<std::byte>& before, const std::vector<std::byte>& after,
                              const Region& region, std::size_t pixel_bytes) {
    std::vector<std::byte> found;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (is_inside(region, i / pixel_bytes)) {
            found.push_back(after[i]);
        } else {
            EXPECT_EQ(before[i], after[i]) << "byte " << i;
        }
    }
    return found;
}

TEST(PaintSamples, fill_leaves_nothing_inside_and_everything_outside) {
    for (const auto bits : {8U, 16U, 32U}) {
        const auto before = noise(kColumns * kRows * bits / 8);
        auto after = before;
        const auto region = region_of(Style::fill);
        paint(samples_over(after, 1, bits), std::vector{region});
        for (const auto byte : inside(before, after, region, bits / 8)) EXPECT_EQ(byte, std::byte{0});
    }
}

TEST(PaintSamples, block_leaves_one_value_in_each_cell) {
    const auto before = noise(kColumns * kRows);
    auto after = before;
    const auto region = region_of(Style::block);
    paint(samples_over(after, 1, 8), std::vector{region});
    const auto left = inside(before, after, region, 1);
    EXPECT_LE(std::set<std::byte>(left.begin(), left.end()).size(), 4U);
}

TEST(PaintSamples, blur_keeps_no_value_that_the_means_do_not_give) {
    auto bright = std::vector<std::byte>(kColumns * kRows, std::byte{100});
    const auto region = region_of(Style::blur);
    for (std::size_t i = 0; i < bright.size(); ++i) {
        if (is_inside(region, i) && i % 2 == 0) bright[i] = std::byte{200};
    }
    const auto before = bright;
    paint(samples_over(bright, 1, 8), std::vector{region});
    for (const auto byte : inside(before, bright, region, 1)) {
        EXPECT_NEAR(std::to_integer<int>(byte), 150, 10);
    }
}

TEST(PaintSamples, what_lies_around_the_region_leaves_no_trace_inside) {
    auto one = noise(kColumns * kRows);
    auto two = one;
    const auto region = region_of(Style::blur);
    for (std::size_t i = 0; i < two.size(); ++i) {
        if (!is_inside(region, i)) two[i] = std::byte{255};
    }
    paint(samples_over(one, 1, 8), std::vector{region});
    paint(samples_over(two, 1, 8), std::vector{region});
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (!is_inside(region, i)) continue;
        EXPECT_EQ(one[i], two[i]);
    }
}

TEST(PaintSamples, means_of_negative_numbers_are_right_in_both_byte_orders) {
    for (const bool is_big : {false, true}) {
        std::vector<std::byte> bytes(kColumns * kRows * 2);
        for (std::size_t i = 0; i < bytes.size(); i += 2) {  // -1000
            bytes[i + (is_big ? 1 : 0)] = std::byte{0x18};
            bytes[i + (is_big ? 0 : 1)] = std::byte{0xFC};
        }
        const auto before = bytes;
        auto samples = samples_over(bytes, 1, 16);
        samples.is_signed = true;
        samples.is_big_endian = is_big;
        paint(samples, std::vector{region_of(Style::blur)});
        EXPECT_EQ(bytes, before);
    }
}

TEST(PaintSamples, planes_and_alpha_are_painted_as_what_they_are) {
    const auto before = noise(kColumns * kRows * 4);
    auto mixed = before;
    auto samples = samples_over(mixed, 4, 8);
    samples.has_alpha = true;
    const auto region = region_of(Style::fill);
    paint(samples, std::vector{region});
    const auto left = inside(before, mixed, region, 4);
    for (std::size_t i = 0; i < left.size(); ++i) {
        EXPECT_EQ(left[i], i % 4 == 3 ? std::byte{255} : std::byte{0});
    }
    auto planar = before;
    auto planes = samples_over(planar, 4, 8);
    planes.is_planar = true;
    paint(planes, std::vector{region});
    for (std::size_t i = 0; i < planar.size(); ++i) {
        const auto expected = is_inside(region, i % (kColumns * kRows)) ? std::byte{0} : before[i];
        ASSERT_EQ(planar[i], expected);
    }
}

TEST(PaintSamples, where_regions_overlap_what_is_filled_is_dark_and_means_are_of_what_was_there_before) {
    const auto before = noise(kColumns * kRows);
    auto once = before;
    auto both = before;
    auto dark = region_of(Style::fill);
    dark.width = 10;
    const auto soft = region_of(Style::blur);
    paint(samples_over(once, 1, 8), std::vector{soft});
    paint(samples_over(both, 1, 8), std::vector{dark, soft});
    for (std::size_t i = 0; i < both.size(); ++i) {
        ASSERT_EQ(both[i], is_inside(dark, i) ? std::byte{0} : once[i]);
    }
}

TEST(PaintSamples, a_region_beyond_the_picture_is_cut_to_it) {
    auto bytes = noise(kColumns * kRows);
    auto region = region_of(Style::block);
    region.x = kColumns - 3;
    region.width = ~0ULL;
    region.height = ~0ULL;
    paint(samples_over(bytes, 1, 8), std::vector{region});
    region.x = kColumns + 10;
    const auto before = bytes;
    paint(samples_over(bytes, 1, 8), std::vector{region});
    EXPECT_EQ(bytes, before);
}

}  // namespace
}  // namespace medal::imaging::redact
