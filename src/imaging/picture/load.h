// Any still image as a raster: DICOM frames through display_frame, PNG, JPEG, TIFF and WebP through libvips.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"

namespace medal::imaging::picture {

/// `file` passed the pre-scan. Orientation tags are obeyed; alpha is dropped. Throws base::Error
/// "imaging.decode".
Raster load_raster(Bytes file);

}  // namespace medal::imaging::picture
