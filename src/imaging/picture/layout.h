// Pictures made smaller or larger, cut, and put side by side; the same bytes each time.
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>
#include <vector>

namespace medal::imaging::picture {

/// Fits into `longest` pixels on the longer side, by area averaging; never enlarges.
Raster fitted(const Raster& raster, std::size_t longest);

/// Exactly so large: smaller by area averaging, larger by cubic interpolation.
Raster resized(const Raster& raster, std::size_t width, std::size_t height);

/// In pixels of the picture.
struct Viewport {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

/// The part of it that lies in the picture; throws base::Error "imaging.viewport" where that is nothing.
Raster cut(const Raster& raster, const Viewport& viewport);

/// Frames side by side in a square grid with a dark gap.
Raster contact_sheet(const std::vector<Raster>& tiles);

}  // namespace medal::imaging::picture
