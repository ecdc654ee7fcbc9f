// Any still image as a raster: DICOM frames through display_frame, PNG, JPEG, TIFF and WebP through libvips.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/raster.h"

#include <cstdint>

namespace medal::imaging::picture {

/// Of each process, before its first call of libvips; does nothing later.
void start_vips();

/// `file` passed the pre-scan. Orientation tags are obeyed; alpha is dropped. Throws base::Error
/// "imaging.decode".
Raster load_raster(Bytes file);

/// One page of eight bits a sample, so that a Raster of it loses nothing but alpha.
bool is_plain(Bytes file);

/// Any still image: DICOM by the header's window, PNG, JPEG, TIFF and WebP after the pre-scan. Throws
/// base::Error "imaging.refused", "imaging.kind" or "imaging.decode".
Raster load_any(Bytes file, std::uint64_t frame);

}  // namespace medal::imaging::picture
