// From stored samples to what a person sees: modality and VOI transformations, photometric interpretations
// (PS3.3, C.7.6.3, C.11.1, C.11.2), always the same bytes for the same input.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/dicom/decode.h"
#include "imaging/picture/layout.h"
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

/// Windows of CT by what one looks at: "abdomen", "lung", "bone", "brain", "soft", "liver", "mediastinum",
/// "stroke", "subdural", "angio", "temporal_bone", "spine".
std::optional<Window> preset_window(std::string_view name);

/// One frame as it is displayed. Without a window the header's table or first window is taken, for CT without
/// one that of soft tissue, then the frame's own range.
Raster display_frame(const dicom::DataSet& data, std::uint64_t frame, std::optional<Window> window);
/// The same of a frame that is decoded.
Raster display_decoded(const dicom::DataSet& data, std::uint64_t number, const dicom::DecodedFrame& frame,
                       std::optional<Window> window);

/// The first window that the header has for a frame.
std::optional<Window> header_window(const dicom::DataSet& data, std::uint64_t frame);
/// From the least to the greatest value of a grey frame.
Window range_of(const dicom::DataSet& data, std::uint64_t number, const dicom::DecodedFrame& frame);

}  // namespace medal::imaging::picture
