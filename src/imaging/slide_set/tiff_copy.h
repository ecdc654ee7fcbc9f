// A slide written anew as a pyramid in one TIFF file: the levels that OpenSlide tells, in tiles of JPEG of
// high quality (4:4:4), the size of a pixel, and nothing else. Memory does not follow the size of the slide.
#pragma once

#include "imaging/slide_set/foreign_slide.h"

#include <filesystem>

namespace medal::imaging::slide_set {

inline constexpr std::int64_t kTile_px = 512;
inline constexpr int kTileQuality = 95;

/// BigTIFF where the file may outgrow 4 GiB. Nothing is left at `output` where it throws: what `slide`
/// throws, and base::Error "imaging.write".
void write_tiff(const ForeignSlide& slide, const std::filesystem::path& output);

}  // namespace medal::imaging::slide_set
