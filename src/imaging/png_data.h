// The compressed data of a PNG file, gone through once without keeping it: where it ends, and how much it
// makes (PNG specification, 10.1).
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <vector>

namespace medal::imaging {

struct PngData {
    /// Of the bytes of all IDAT chunks in their order.
    std::uint64_t packed_bytes = 0;
    std::uint64_t unpacked_bytes = 0;
    bool is_complete = false;
};

/// Stops where more than `most_bytes` come out.
PngData walk_png_data(const std::vector<Bytes>& chunks, std::uint64_t most_bytes);

/// What a picture of this header (IHDR's 13 bytes) needs, filter bytes included; 0 where the header is none.
std::uint64_t png_picture_bytes(Bytes header);

}  // namespace medal::imaging
