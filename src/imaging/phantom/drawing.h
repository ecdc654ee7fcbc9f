// Brushes of the phantom generator: repeatable noise, smooth noise, and letters of five by seven dots.
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>
#include <string_view>

namespace medal::imaging::phantom {

/// A number in [-1, 1) that depends on its arguments only.
double noise(std::uint64_t seed, std::int64_t x, std::int64_t y, std::int64_t z);

/// The same, interpolated over a grid of `step` cells.
double smooth_noise(std::uint64_t seed, double x, double y, double step);

/// Capital letters, digits and - : , . / ^ ; others are left blank.
void draw_text(picture::Raster& raster, std::size_t x, std::size_t y, std::string_view text,
               std::size_t scale, std::uint8_t brightness);

}  // namespace medal::imaging::phantom
