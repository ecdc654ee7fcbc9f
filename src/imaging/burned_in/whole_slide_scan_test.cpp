#include "imaging/burned_in/whole_slide_scan.h"

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

/// Round nuclei, one in each cell of a grid: for whoever looks for print, lines of zeros.
picture::Raster nuclei(std::int64_t left, std::int64_t top, std::int64_t width, std::int64_t height) {
    constexpr std::int64_t kCell = 64;
    auto raster =
        picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
    for (std::int64_t row = 0; row < height; ++row) {
        for (std::int64_t column = 0; column < width; ++column) {
            const auto u = left + column, v = top + row;
            const auto dice = static_cast<std::uint32_t>(u / kCell * 73'856'093 ^ v / kCell * 19'349'663);
            const auto across = u % kCell - 20 - dice % 25, down = v % kCell - 20 - (dice >> 8U) % 25;
            const bool is_nucleus = across * across + down * down < 60 + (dice >> 16U) % 140;
            auto* pixel = raster.pixel(static_cast<std::size_t>(column), static_cast<std::size_t>(row));
            pixel[0] = is_nucleus ? 90 : static_cast<std::uint8_t>(225 - u / 32 % 40);
            pixel[1] = is_nucleus ? 60 : static_cast<std::uint8_t>(160 + v / 64 % 50);
            pixel[2] = is_nucleus ? 140 : 200;
        }
    }
    return raster;
}

TEST(WholeSlideScan, takes_tissue_that_looks_like_print_everywhere_for_tissue_and_says_so) {
    TextScanner scanner;
    const auto text = scan_whole_slide({{2048, 1536, 1, 1, nuclei}}, {}, scanner);
    ASSERT_TRUE(text);
    EXPECT_TRUE(text->regions.empty());
    EXPECT_TRUE(text->is_like_print);
}

TEST(WholeSlideScan, says_where_no_picture_is_small_enough) {
    TextScanner scanner;
    EXPECT_FALSE(scan_whole_slide({{1 << 20, 1 << 20, 1, 1, nuclei}}, {}, scanner));
}

}  // namespace
}  // namespace medal::imaging::burned_in
