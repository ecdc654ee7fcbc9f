// A tile of JPEG 2000 with boxes painted into it. It is decoded, and written without loss, whatever it was
// before: outside of the boxes every sample decodes to what it decoded to.
#pragma once

#include "imaging/redact/jpeg_blocks.h"

#include <cstdint>
#include <span>
#include <vector>

namespace medal::imaging::redact {

struct TileSize {
    std::uint64_t width = 0;
    std::uint64_t height = 0;
};

/// Components may have fewer samples than the tile has pixels; then all samples that a box touches change.
/// Throws base::Error "imaging.decode" where the stream is damaged or is no picture of that size, and
/// "redact.unsupported" for other than unsigned samples of up to 16 bits.
std::vector<std::byte> painted_jpeg_2000(Bytes stream, const TileSize& size, JpegColours colours,
                                         std::span<const PixelBox> boxes);

}  // namespace medal::imaging::redact
