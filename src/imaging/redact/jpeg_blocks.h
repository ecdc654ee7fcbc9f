// Blanks blocks of one JPEG stream without decoding it: the coefficients under a box become those of plain
// black, all others are written as they were read. So a tile of a slide changes where it must and nowhere
// else.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <span>
#include <vector>

namespace medal::imaging::redact {

/// In pixels of the stream; right and bottom are not in it.
struct PixelBox {
    std::size_t left = 0, top = 0, right = 0, bottom = 0;
};

/// How the samples are meant: brightness with two colour differences, or each component a light; or as the
/// stream itself says.
enum class JpegColours { ycc, lights, told };

/// `tables` are those of the whole file (TIFF Technical Note 2) or empty; what is returned holds its own.
/// Boxes grow to the grid of the stream's blocks. Throws base::Error "imaging.decode".
std::vector<std::byte> blank_blocks(Bytes stream, Bytes tables, JpegColours colours,
                                    std::span<const PixelBox> boxes);

/// The same, coded with the tables that the stream has, so that its entropy-coded data can take the place of
/// the old: what lies between the scan's header and the end of the image. Throws base::Error
/// "redact.unsupported" where the tables have no codes for black.
std::vector<std::byte> blank_blocks_with_own_tables(Bytes stream, std::span<const PixelBox> boxes);

}  // namespace medal::imaging::redact
