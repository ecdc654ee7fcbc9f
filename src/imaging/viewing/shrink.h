// Rasters made smaller to an exact size, and rasters as JPEG: what tiles are sent as.
#pragma once

#include "imaging/picture/raster.h"

#include <string>

namespace medal::imaging::viewing {

/// By area averaging; nearest neighbours where it must grow. The same raster where the size is the same.
picture::Raster shrunk(picture::Raster raster, std::size_t width, std::size_t height);

/// Throws base::Error{internal} where memory ends.
std::string encode_jpeg(const picture::Raster& raster, int quality);

}  // namespace medal::imaging::viewing
