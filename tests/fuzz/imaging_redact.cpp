// What painting reads: parts of JPEG between restart markers, packed tiles, tiles of JPEG 2000, and where
// scanners say that tiles lie. The first byte chooses. Refused with an error of ours, or painted to what can
// be read again.
// uses: base imaging
#include "base/error.h"
#include "imaging/redact/jpeg2000_tile.h"
#include "imaging/redact/restart_strip.h"
#include "imaging/redact/slide_tiles.h"
#include "imaging/redact/tile_packing.h"
#include "target.h"

#include <iterator>
#include <vector>

namespace {

using namespace medal::imaging;
using namespace medal::imaging::redact;

constexpr std::uint64_t kMostSide_px = 1024;

/// Two bytes for the width, two for the height, then the stream.
void paint_strip(Bytes bytes) {
    if (bytes.size() < 4) return;
    const StripSize size{u16(bytes, 0) % kMostSide_px, u16(bytes, 2) % kMostSide_px};
    const auto stream = bytes.subspan(4);
    const std::vector boxes{PixelBox{3, 5, 40, 20}};
    for (const auto filling : {Filling::any, Filling::even}) {
        std::uint64_t end = 0;
        std::uint64_t growth = 0;
        for (const auto& splice : RestartStrip{stream, size}.painted(boxes, filling)) {
            medal::fuzz::require(splice.offset >= end && splice.bytes.size() >= splice.size);
            end = splice.offset + splice.size;
            growth += splice.bytes.size() - splice.size;
        }
        medal::fuzz::require(end <= stream.size() && growth % 8 == 0);
    }
}

/// A byte each for the compression and the predictor, then the piece.
void pack_and_unpack(Bytes bytes) {
    if (bytes.size() < 2) return;
    constexpr std::uint16_t kCompressions[] = {1, 5, 8, 32773, 34925, 50000};
    TilePacking packing;
    packing.compression = kCompressions[std::to_integer<std::size_t>(bytes[0]) % std::size(kCompressions)];
    packing.predictor = std::to_integer<unsigned>(bytes[1]) % 2 == 0 ? 1 : 2;
    packing.width = packing.height = 64;
    const auto plain = unpacked(bytes.subspan(2), packing);
    medal::fuzz::require(plain.size() == packing.plain_bytes());
    const auto back = packed(plain, packing);
    medal::fuzz::require(unpacked(back, packing) == plain);
}

void paint_levels(Bytes bytes) {
    const auto structure = read_tiff(bytes);
    if (!structure) return;
    Region region;
    region.x = region.y = 10;
    region.width = region.height = 30;
    const auto geometry = slide_geometry(bytes, *structure, detect_vendor(bytes, *structure));
    for (const auto& place : geometry.levels) {
        const SlideLevel level{bytes, *structure, place};
        const auto boxes = boxes_on_level(std::vector{region}, place);
        for (std::size_t tile = 0; tile < std::min<std::size_t>(level.tiles(), 64); ++tile) {
            const auto met = level.on_tile(tile, boxes);
            if (!met.empty() && level.bytes(tile) > 0) (void)level.painted(tile, met);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto bytes = Bytes{reinterpret_cast<const std::byte*>(data), size}.subspan(1);
    try {
        switch (data[0] % 4) {
            case 0:
                paint_strip(bytes);
                break;
            case 1:
                pack_and_unpack(bytes);
                break;
            case 2:
                (void)painted_jpeg_2000(bytes, {64, 64}, JpegColours::ycc,
                                        std::vector{PixelBox{3, 5, 40, 20}});
                break;
            default:
                paint_levels(bytes);
        }
    } catch (const medal::base::Error& error) {
        medal::fuzz::require(!error.message().empty());
    }
    return 0;
}
