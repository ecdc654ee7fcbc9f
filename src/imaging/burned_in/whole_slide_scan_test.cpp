#include "imaging/burned_in/whole_slide_scan.h"

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

/// Nuclei in rows and columns, as round and as far from each other as print.
picture::Raster nuclei(std::int64_t left, std::int64_t top, std::int64_t width, std::int64_t height) {
    constexpr std::int64_t kApart = 64, kRadius2 = 150;
    auto raster =
        picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
    for (std::int64_t y = 0; y < height; ++y) {
        for (std::int64_t x = 0; x < width; ++x) {
            const auto across = (left + x) % kApart - kApart / 2, down = (top + y) % kApart - kApart / 2;
            const bool is_nucleus = across * across + down * down < kRadius2;
            auto* pixel = raster.pixel(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
            pixel[0] = is_nucleus ? 90 : static_cast<std::uint8_t>(225 - (left + x) / 32 % 40);
            pixel[1] = is_nucleus ? 60 : static_cast<std::uint8_t>(160 + (top + y) / 64 % 50);
            pixel[2] = is_nucleus ? 140 : 200;
        }
    }
    return raster;
}

TEST(WholeSlideScan, takes_tissue_in_rows_for_nothing_that_has_to_be_painted_over) {
    TextScanner scanner;
    const auto text = scan_whole_slide({{2048, 1536, 1, 1, nuclei}}, {}, scanner);
    ASSERT_TRUE(text);
    EXPECT_LE(text->regions.size(), 1U);
    for (const auto& region : text->regions) EXPECT_EQ(region.text_class, TextClass::text);
}

TEST(WholeSlideScan, says_where_no_picture_is_small_enough) {
    TextScanner scanner;
    EXPECT_FALSE(scan_whole_slide({{1 << 20, 1 << 20, 1, 1, nuclei}}, {}, scanner));
}

}  // namespace
}  // namespace medal::imaging::burned_in
