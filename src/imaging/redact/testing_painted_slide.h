// What has to be true of a painted slide, whoever made it, as OpenSlide shows it before and after.
#pragma once

#include "imaging/redact/region.h"
#include "imaging/testing_openslide.h"

#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

namespace medal::imaging::redact {

/// How a painted slide may differ from what is asked: pixels around a box that may change with it on the
/// finest level, and how much darker than black (in each of three colours) the inside may stay.
struct Tolerance {
    double around_px = 0;
    int light = 0;
};

inline int brightest(std::uint32_t pixel) {
    return static_cast<int>(std::max({pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF}));
}

/// Every pixel of the box is dark on every level, and every pixel that is far from it is as it was.
inline void expect_painted_slide(const ShownSlide& before, const ShownSlide& after, const Region& box,
                                 const Tolerance& tolerance = {}) {
    ASSERT_EQ(before.error, "");
    ASSERT_EQ(after.error, "");
    EXPECT_EQ(after.vendor, before.vendor);
    ASSERT_EQ(after.levels.size(), before.levels.size());
    for (std::size_t number = 0; number < before.levels.size(); ++number) {
        const auto& was = before.levels[number];
        const auto& is = after.levels[number];
        ASSERT_EQ(is.width, was.width);
        ASSERT_EQ(is.height, was.height);
        const double scale = was.downsample;
        const double around = number == 0 ? tolerance.around_px : tolerance.around_px + 4;
        const auto left = static_cast<double>(box.x) / scale, top = static_cast<double>(box.y) / scale;
        const auto right = static_cast<double>(box.x + box.width) / scale;
        const auto bottom = static_cast<double>(box.y + box.height) / scale;
        for (std::int64_t y = 0; y < was.height; ++y) {
            for (std::int64_t x = 0; x < was.width; ++x) {
                const auto column = static_cast<double>(x), row = static_cast<double>(y);
                const bool is_inside =
                    column >= left && column + 1 <= right && row >= top && row + 1 <= bottom;
                const bool is_near = column + 1 > left - around && column < right + around &&
                                     row + 1 > top - around && row < bottom + around;
                if (is_inside) {
                    ASSERT_LE(brightest(is.at(x, y)), tolerance.light) << number << ": " << x << ", " << y;
                } else if (!is_near) {
                    ASSERT_EQ(is.at(x, y), was.at(x, y)) << number << ": " << x << ", " << y;
                }
            }
        }
    }
}

}  // namespace medal::imaging::redact
