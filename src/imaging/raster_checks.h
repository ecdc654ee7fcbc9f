// Bounds of PNG, JPEG, TIFF and WebP before a decoder sees them: structure complete, dimensions within the
// cap.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/finding.h"

#include <cstdint>
#include <optional>

namespace medal::imaging {

struct RasterSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

/// Appends refusals; the size where it could be read.
std::optional<RasterSize> check_png(Bytes file, Findings& findings);
std::optional<RasterSize> check_jpeg(Bytes file, Findings& findings);
std::optional<RasterSize> check_webp(Bytes file, Findings& findings);
/// Classic and big TIFF: every directory and strip inside the file, no loops. Slides are TIFF as well.
std::optional<RasterSize> check_tiff(Bytes file, Findings& findings);

}  // namespace medal::imaging
