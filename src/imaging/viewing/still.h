// Still pictures for a browser: TIFF becomes PNG, pictures above 16 million pixels become a pyramid of tiles.
#pragma once

#include "imaging/file_kind.h"
#include "imaging/picture/raster.h"
#include "imaging/viewing/media.h"

#include <filesystem>

namespace medal::imaging::viewing {

/// Beyond this a picture is shown in tiles.
inline constexpr std::int64_t kMaxWholePixels = 16'000'000;

struct Still {
    Media media;
    picture::Raster small;
};

/// `kind` is what the file is: PNG, JPEG, TIFF or WebP after the pre-scan. Writes `rendition` where a browser
/// cannot show the file as it is. Samples of more than eight bits are stretched from the least to the
/// greatest.
Still prepare_still(const std::filesystem::path& path, FileKind kind, const std::filesystem::path& rendition,
                    std::int64_t longest_px);

}  // namespace medal::imaging::viewing
