// Pictures whose pixels are floating point numbers (PS3.3, C.7.6.24 and C.7.6.25), as parametric maps have
// them.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/picture/display.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <optional>

namespace medal::imaging::picture {

/// The element that holds them; nullptr where the file has none, or other pixels.
const dicom::Element* float_pixels_of(const dicom::DataSet& data);

/// One frame as grey: in the window, or from its least to its greatest number; what is no number is black.
/// nullopt where the file has no Float or Double Float Pixel Data. Throws base::Error "imaging.no_frame" or
/// "imaging.decode".
std::optional<Raster> display_float_frame(const dicom::DataSet& data, std::uint64_t frame,
                                          std::optional<Window> window);

/// From the least to the greatest number, whatever window the header has: no window hides text.
std::optional<Raster> display_float_range(const dicom::DataSet& data, std::uint64_t frame);

}  // namespace medal::imaging::picture
