// A NIfTI volume for a browser, which reads the voxels itself: its place, whether it is a label map, and a
// small picture of the middle as a radiologist sees it.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"
#include "imaging/viewing/media.h"

namespace medal::imaging::viewing {

struct PreparedVolume {
    Media media;
    picture::Raster small;
};

/// `file` is NIfTI, gzipped or not. Throws base::Error "imaging.refused" or "imaging.nifti_type".
PreparedVolume prepare_volume(Bytes file, std::int64_t longest_px);

}  // namespace medal::imaging::viewing
