// Pictures made smaller or larger, and put side by side; the same bytes each time.
#pragma once

#include "imaging/picture/raster.h"

#include <vector>

namespace medal::imaging::picture {

/// Fits into `longest` pixels on the longer side, by area averaging; never enlarges.
Raster fitted(const Raster& raster, std::size_t longest);

/// Exactly so large: smaller by area averaging, larger by cubic interpolation.
Raster resized(const Raster& raster, std::size_t width, std::size_t height);

/// Frames side by side in a square grid with a dark gap.
Raster contact_sheet(const std::vector<Raster>& tiles);

}  // namespace medal::imaging::picture
