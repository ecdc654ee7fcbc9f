// Paints one region into one frame of stored samples of any depth. The web client draws its preview by the
// same arithmetic (web/src/features/redaction/paint.ts): change both or neither.
#pragma once

#include "imaging/redact/region.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace medal::imaging::redact {

struct Samples {
    std::span<std::byte> bytes;
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::size_t channels = 1;
    /// 8, 16 or 32.
    unsigned bits_allocated = 8;
    unsigned bits_stored = 8;
    bool is_signed = false;
    bool is_big_endian = false;
    /// One plane a channel, not one pixel after the other.
    bool is_planar = false;
    /// The last channel says how opaque a pixel is.
    bool has_alpha = false;
    /// Numbers that mean colours: means of them mean nothing, so everything is filled.
    bool is_palette = false;
    /// What `fill` writes.
    std::int64_t dark = 0;
};

/// Cells are at least so wide, and at most six lie along the shorter side of a box: letters of a line of text
/// fall into one cell, a face into a few.
constexpr std::uint64_t kLeastCell_px = 24;
constexpr std::uint64_t kMostCells = 6;

/// Nothing outside of the regions changes, and nothing that is written into one depends on what lies outside
/// of it. Where regions overlap, what is filled is dark; means are those of the picture before.
void paint(const Samples& samples, std::span<const Region> regions);

}  // namespace medal::imaging::redact
