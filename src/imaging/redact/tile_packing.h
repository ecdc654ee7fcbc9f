// Tiles of samples as TIFF packs them without loss. libtiff does it, in a file of one strip in memory.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace medal::imaging::redact {

struct TilePacking {
    /// As tag 259 has it.
    std::uint16_t compression = 1;
    /// Tag 317: 2 where each sample is the difference to its left neighbour (TIFF 6.0, section 14).
    std::uint16_t predictor = 1;
    /// Tag 266.
    std::uint16_t fill_order = 1;
    /// Tag 339; 3 for floating point.
    std::uint16_t sample_format = 1;
    Endian endian = Endian::little;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t samples = 3;
    std::uint16_t bits = 8;

    std::uint64_t plain_bytes() const { return (std::uint64_t{width} * samples * bits + 7) / 8 * height; }
};

/// Whether it is a compression without loss that can be read and written here.
bool is_packing(std::uint64_t compression);

/// Samples in the order of bytes of this machine. Throws base::Error "imaging.decode" where the piece does
/// not give as many as there should be.
std::vector<std::byte> unpacked(Bytes piece, const TilePacking& packing);

std::vector<std::byte> packed(std::vector<std::byte> samples, const TilePacking& packing);

}  // namespace medal::imaging::redact
