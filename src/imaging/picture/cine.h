// Frames one after the other as one animated WebP file: multi-frame DICOM, films, volumes and their times,
// and the slices of a series. Nothing is lost of each frame as it is drawn, and the same input gives the same
// bytes.
#pragma once

#include "imaging/picture/render.h"

namespace medal::imaging::picture {

/// More are thinned out evenly, each shown for longer.
constexpr std::uint64_t kMostCineFrames = 240;
constexpr double kLowestRate = 0.1, kUsualRate = 10, kHighestRate = 60;

/// Of a NIfTI file with times, the middle slice over time; else all of its slices. Throws base::Error as
/// load_any, and "usage.ending" where the output is no WebP file.
void render_cine(const RenderRequest& request);

}  // namespace medal::imaging::picture
