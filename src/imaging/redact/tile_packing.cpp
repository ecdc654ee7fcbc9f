#include "imaging/redact/tile_packing.h"

#include "base/error.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/tiff_lzw.h"

#include <algorithm>
#include <zlib.h>

namespace medal::imaging::redact {
namespace {

std::vector<std::byte> inflated(Bytes piece, std::size_t bytes) {
    std::vector<std::byte> pixels(bytes);
    auto size = static_cast<uLongf>(bytes);
    const int code =
        uncompress(reinterpret_cast<Bytef*>(pixels.data()), &size,
                   reinterpret_cast<const Bytef*>(piece.data()), static_cast<uLong>(piece.size()));
    if (code != Z_OK || size != bytes) fail_slide_damaged();
    return pixels;
}

std::vector<std::byte> deflated(Bytes pixels) {
    auto size = compressBound(static_cast<uLong>(pixels.size()));
    std::vector<std::byte> piece(size);
    const int code =
        compress(reinterpret_cast<Bytef*>(piece.data()), &size, reinterpret_cast<const Bytef*>(pixels.data()),
                 static_cast<uLong>(pixels.size()));
    if (code != Z_OK) base::fail_internal("a tile cannot be packed");
    piece.resize(size);
    return piece;
}

std::vector<std::byte> plain(Bytes piece, const TilePacking& packing) {
    const auto bytes = packing.plain_bytes();
    switch (packing.packing) {
        case Packing::deflate:
            return inflated(piece, bytes);
        case Packing::lzw: {
            auto pixels = unpack_lzw(piece, bytes);
            if (!pixels) fail_slide_damaged();
            return std::move(*pixels);
        }
        default:
            if (piece.size() < bytes) fail_slide_damaged();
            return {piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(bytes)};
    }
}

}  // namespace

std::vector<std::byte> unpacked(Bytes piece, const TilePacking& packing) {
    auto pixels = plain(piece, packing);
    if (!packing.has_differences) return pixels;
    const auto row_bytes = packing.width * packing.samples;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (i % row_bytes < packing.samples) continue;
        pixels[i] = static_cast<std::byte>(std::to_integer<unsigned>(pixels[i]) +
                                           std::to_integer<unsigned>(pixels[i - packing.samples]));
    }
    return pixels;
}

std::vector<std::byte> packed(std::vector<std::byte> pixels, const TilePacking& packing) {
    const auto row_bytes = packing.width * packing.samples;
    for (std::size_t i = packing.has_differences ? pixels.size() : 0; i-- > 0;) {
        if (i % row_bytes < packing.samples) continue;
        pixels[i] = static_cast<std::byte>(std::to_integer<unsigned>(pixels[i]) -
                                           std::to_integer<unsigned>(pixels[i - packing.samples]));
    }
    if (packing.packing == Packing::deflate) return deflated(pixels);
    return packing.packing == Packing::lzw ? pack_lzw(pixels) : std::move(pixels);
}

}  // namespace medal::imaging::redact
