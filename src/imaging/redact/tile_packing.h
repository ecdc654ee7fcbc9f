// Tiles of 8-bit samples as TIFF packs them: as they are, with Deflate or LZW, with or without the predictor.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace medal::imaging::redact {

enum class Packing { none, deflate, lzw };

struct TilePacking {
    Packing packing = Packing::none;
    /// Each sample is the difference to its left neighbour (TIFF 6.0, section 14).
    bool has_differences = false;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::uint64_t samples = 3;

    std::size_t plain_bytes() const { return width * height * samples; }
};

/// Throws base::Error "imaging.decode" where it does not give that many samples.
std::vector<std::byte> unpacked(Bytes piece, const TilePacking& packing);

std::vector<std::byte> packed(std::vector<std::byte> pixels, const TilePacking& packing);

}  // namespace medal::imaging::redact
