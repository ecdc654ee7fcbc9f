// The directories of a classic or big TIFF file (TIFF 6.0; BigTIFF), every offset held against the file.
// Hamamatsu's NDPI is classic TIFF whose links between directories have 64 bits and whose other offsets are
// the lower 32 bits of places before the directory.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace medal::imaging {

struct TiffEntry {
    std::uint16_t tag = 0;
    std::uint16_t type = 0;
    std::uint64_t count = 0;
    /// Where the value lies; inside the entry itself when it is small.
    std::uint64_t value_offset = 0;
    std::uint64_t value_bytes = 0;
    /// NDPI: where the directory stands, for places in it; 0 otherwise.
    std::uint64_t places_before = 0;
};

struct TiffDirectory {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t next_link_offset = 0;
    std::vector<TiffEntry> entries;

    const TiffEntry* find(std::uint16_t tag) const;
};

struct TiffStructure {
    Endian endian = Endian::little;
    bool big = false;
    bool ndpi = false;
    std::vector<TiffDirectory> directories;

    std::uint64_t link_bytes() const { return big || ndpi ? 8 : 4; }
    /// Where the first link stands.
    std::uint64_t first_link_offset() const { return big ? 8 : 4; }
    std::uint64_t entry_bytes() const { return big ? 20 : 12; }
    std::uint64_t count_bytes() const { return big ? 8 : 2; }
    /// The unsigned integers of a BYTE, SHORT, LONG, LONG8 or IFD entry; empty for other types.
    std::vector<std::uint64_t> numbers(Bytes file, const TiffEntry& entry) const;
    std::uint64_t number(Bytes file, const TiffDirectory& directory, std::uint16_t tag,
                         std::uint64_t otherwise) const;
};

namespace tiff {
inline constexpr std::uint16_t kSubfileType = 254, kWidth = 256, kHeight = 257, kBitsPerSample = 258,
                               kCompression = 259, kPhotometric = 262, kDescription = 270,
                               kStripOffsets = 273, kOrientation = 274, kSamplesPerPixel = 277,
                               kRowsPerStrip = 278, kStripBytes = 279, kPlanar = 284, kTileWidth = 322,
                               kTileHeight = 323, kTileOffsets = 324, kTileBytes = 325, kJpegTables = 347;
/// Compressions in JPEG 2000: Aperio's two, which tell the colours, and libtiff's.
inline constexpr std::uint64_t kJpeg2000Ycc = 33003, kJpeg2000Rgb = 33005, kJpeg2000 = 34712;
constexpr bool is_jpeg_2000(std::uint64_t compression) {
    return compression == kJpeg2000Ycc || compression == kJpeg2000Rgb || compression == kJpeg2000;
}
}  // namespace tiff

/// nullopt where an offset leaves the file, directories form a loop, or there are more than 4 096 of them.
std::optional<TiffStructure> read_tiff(Bytes file);

}  // namespace medal::imaging
