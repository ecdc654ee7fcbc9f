// From stored samples to what a person sees: modality and VOI transformations, photometric interpretations
// (PS3.3, C.7.6.3, C.11.1, C.11.2), always the same bytes for the same input.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/picture/raster.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::picture {

struct Window {
    double center = 0;
    double width = 1;
};

/// Windows by what one looks at: "abdomen", "lung", "bone", "brain", "soft", "liver", "mediastinum",
/// "stroke".
std::optional<Window> preset_window(std::string_view name);

/// One frame as it is displayed. Without a window the header's first is taken, then the frame's own range.
Raster display_frame(const dicom::DataSet& data, std::uint64_t frame, std::optional<Window> window);

/// Fits into `longest` pixels on the longer side, by area averaging; never enlarges.
Raster fitted(const Raster& raster, std::size_t longest);

/// Frames side by side in a square grid with a dark gap.
Raster contact_sheet(const std::vector<Raster>& tiles);

}  // namespace medal::imaging::picture
