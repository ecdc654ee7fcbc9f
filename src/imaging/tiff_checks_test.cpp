// Bounds of TIFF before a decoder sees it.
#include "imaging/limits.h"
#include "imaging/raster_checks.h"
#include "imaging/testing_slides.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

constexpr std::uint32_t kLzw = 5, kSide = 30'000;

/// Claims 2.7 GB of pixels in `bytes` of packed ones, in tiles or in one strip.
std::string grown(std::size_t bytes, bool is_tiled) {
    auto level = is_tiled ? tiled_level(64, 1) : strip_image(64, 1, false);
    level.pieces = {std::string(bytes, 'x')};
    level.number(256, kSide);
    level.number(257, kSide);
    level.number(259, kLzw);
    if (is_tiled) {
        level.number(322, kSide + 16 - kSide % 16);
        level.number(323, kSide + 16 - kSide % 16);
    }
    return slide_file({level});
}

bool is_refused_as_bomb(const std::string& file) {
    Findings findings;
    check_tiff({reinterpret_cast<const std::byte*>(file.data()), file.size()}, findings);
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.code == "raster.bomb"; });
}

TEST(TiffChecks, refuse_tiles_that_grow_beyond_what_a_picture_would) {
    EXPECT_TRUE(is_refused_as_bomb(grown(1000, true)));
}

TEST(TiffChecks, take_tiles_that_hold_as_much_as_a_picture_does) {
    EXPECT_FALSE(is_refused_as_bomb(grown(std::size_t{kSide} * kSide * 3 / kMaxRasterRatio + 1000, true)));
}

}  // namespace
}  // namespace medal::imaging
