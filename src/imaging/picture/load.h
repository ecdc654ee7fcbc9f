// A picture of any accepted file as a raster: DICOM frames, slices of NIfTI, pictures of films, overviews of
// slides, and still images through libvips.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/picture/display.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <optional>

namespace medal::imaging::picture {

/// Of each process, before its first call of libvips; does nothing later.
void start_vips();

/// `file` passed the pre-scan. Orientation tags are obeyed; alpha is dropped. Throws base::Error
/// "imaging.decode".
Raster load_raster(Bytes file);

/// One page of eight bits a sample, so that a Raster of it loses nothing but alpha.
bool is_plain(Bytes file);

/// The most detailed level of a slide whose longer side is not above 4096, or its least detailed one.
Raster load_slide_overview(Bytes file);

/// Which picture of a file, and how it is windowed where it is grey. Without a number: the first frame of
/// DICOM, all of a slide, the middle of a volume or of a film.
struct Choice {
    std::optional<std::uint64_t> frame{};
    std::optional<Window> window{};
};

/// After the pre-scan. Throws base::Error "imaging.refused", "imaging.kind", "imaging.codec",
/// "imaging.no_frame" or "imaging.decode".
Raster load_any(Bytes file, const Choice& choice);

/// Frames, slices or pictures that load_any can be asked for; 1 for still images and slides, 0 where it
/// cannot be told.
std::uint64_t count_frames(Bytes file);

}  // namespace medal::imaging::picture
