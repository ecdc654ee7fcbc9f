#include "imaging/redact/slide_tiles.h"

#include "base/error.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <algorithm>
#include <zlib.h>

namespace medal::imaging::redact {
namespace {

constexpr std::uint16_t kPlanar = 284, kPredictor = 317, kTileWidth = 322, kTileHeight = 323;
/// Compression, TIFF 6.0, TIFF Technical Note 2 and Adobe's Photoshop TIFF.
constexpr std::uint64_t kPlain = 1, kJpeg = 7, kDeflate = 8, kOldDeflate = 32946;
constexpr std::uint64_t kBlackIsZero = 1, kRgb = 2, kYcc = 6;
constexpr std::uint64_t kDifferences = 2;
/// Scanners write tiles of 240 to 1024 pixels.
constexpr std::uint64_t kLargestTile_px = 8192;

[[noreturn]] void fail_damaged() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The slide is damaged."};
}

bool is_deflated(std::uint64_t compression) {
    return compression == kDeflate || compression == kOldDeflate;
}

}  // namespace

SlideLevel::SlideLevel(Bytes file, const TiffStructure& structure, const TiffDirectory& directory)
    : file_(file) {
    const auto number = [&](std::uint16_t tag, std::uint64_t otherwise) {
        return structure.number(file, directory, tag, otherwise);
    };
    width_ = number(tiff::kWidth, 0);
    height_ = number(tiff::kHeight, 0);
    tile_width_ = number(kTileWidth, 0);
    tile_height_ = number(kTileHeight, 0);
    compression_ = number(tiff::kCompression, kPlain);
    photometric_ = number(tiff::kPhotometric, kRgb);
    samples_ = number(tiff::kSamplesPerPixel, 1);
    bits_ = number(tiff::kBitsPerSample, 1);
    predictor_ = number(kPredictor, 1);
    planes_ = number(kPlanar, 1);
    const auto* offsets = directory.find(tiff::kTileOffsets);
    const auto* sizes = directory.find(tiff::kTileBytes);
    if (offsets == nullptr || sizes == nullptr) fail_damaged();
    offsets_ = structure.numbers(file, *offsets);
    sizes_ = structure.numbers(file, *sizes);
    if (const auto* tables = directory.find(tiff::kJpegTables)) {
        tables_ = file.subspan(tables->value_offset, tables->value_bytes);
    }
    require_paintable();
}

void SlideLevel::require_paintable() const {
    const bool has_tiles = tile_width_ > 0 && tile_height_ > 0 && tile_width_ <= kLargestTile_px &&
                           tile_height_ <= kLargestTile_px;
    if (width_ == 0 || height_ == 0 || !has_tiles || sizes_.size() < offsets_.size()) fail_damaged();
    const bool is_jpeg = compression_ == kJpeg;
    if (!is_jpeg && compression_ != kPlain && !is_deflated(compression_)) {
        fail_unsupported("Boxes can be painted into slides whose tiles are JPEG, Deflate or not compressed.");
    }
    const bool is_known =
        photometric_ == kBlackIsZero || photometric_ == kRgb || (is_jpeg && photometric_ == kYcc);
    if (!is_known || bits_ != 8 || planes_ != 1 || predictor_ > kDifferences || samples_ > 4) {
        fail_unsupported("Boxes can be painted into slides of grey values or colours of 8 bits only.");
    }
}

std::vector<PixelBox> SlideLevel::on_tile(std::size_t tile, std::span<const PixelBox> boxes) const {
    const auto across = (width_ + tile_width_ - 1) / tile_width_;
    const auto left = tile % across * tile_width_;
    const auto top = tile / across * tile_height_;
    std::vector<PixelBox> met;
    for (const auto& box : boxes) {
        const PixelBox part{std::max<std::size_t>(box.left, left), std::max<std::size_t>(box.top, top),
                            std::min<std::size_t>(box.right, left + tile_width_),
                            std::min<std::size_t>(box.bottom, top + tile_height_)};
        if (part.left >= part.right || part.top >= part.bottom) continue;
        met.push_back({part.left - left, part.top - top, part.right - left, part.bottom - top});
    }
    return met;
}

std::vector<std::byte> SlideLevel::painted(std::size_t tile, std::span<const PixelBox> boxes) const {
    const auto begin = offsets_[tile], size = sizes_[tile];
    if (begin > file_.size() || size > file_.size() - begin) fail_damaged();
    const auto piece = file_.subspan(begin, size);
    if (compression_ == kJpeg) {
        return blank_blocks(piece, tables_, photometric_ == kYcc ? JpegColours::ycc : JpegColours::lights,
                            boxes);
    }
    auto pixels = unpacked(piece);
    Samples samples;
    samples.bytes = pixels;
    samples.columns = tile_width_;
    samples.rows = tile_height_;
    samples.channels = samples_;
    samples.has_alpha = samples_ == 2 || samples_ == 4;
    std::vector<Region> regions;
    for (const auto& box : boxes) {
        regions.push_back({0, 0, box.left, box.top, box.right - box.left, box.bottom - box.top, Style::fill,
                           Subject::other});
    }
    paint(samples, regions);
    return packed(std::move(pixels));
}

std::size_t SlideLevel::plain_bytes() const {
    return tile_width_ * tile_height_ * samples_;
}

/// TIFF 6.0, section 14: with the predictor each sample is the difference to its left neighbour.
std::vector<std::byte> SlideLevel::unpacked(Bytes piece) const {
    std::vector<std::byte> pixels(plain_bytes());
    if (!is_deflated(compression_)) {
        if (piece.size() < pixels.size()) fail_damaged();
        std::copy_n(piece.begin(), pixels.size(), pixels.begin());
        return pixels;
    }
    auto size = static_cast<uLongf>(pixels.size());
    const int code =
        uncompress(reinterpret_cast<Bytef*>(pixels.data()), &size,
                   reinterpret_cast<const Bytef*>(piece.data()), static_cast<uLong>(piece.size()));
    if (code != Z_OK || size != pixels.size()) fail_damaged();
    if (predictor_ != kDifferences) return pixels;
    const auto row_bytes = tile_width_ * samples_;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        if (i % row_bytes < samples_) continue;
        pixels[i] = static_cast<std::byte>(std::to_integer<unsigned>(pixels[i]) +
                                           std::to_integer<unsigned>(pixels[i - samples_]));
    }
    return pixels;
}

std::vector<std::byte> SlideLevel::packed(std::vector<std::byte> pixels) const {
    if (!is_deflated(compression_)) return pixels;
    const auto row_bytes = tile_width_ * samples_;
    if (predictor_ == kDifferences) {
        for (std::size_t i = pixels.size(); i-- > 0;) {
            if (i % row_bytes < samples_) continue;
            pixels[i] = static_cast<std::byte>(std::to_integer<unsigned>(pixels[i]) -
                                               std::to_integer<unsigned>(pixels[i - samples_]));
        }
    }
    auto size = compressBound(static_cast<uLong>(pixels.size()));
    std::vector<std::byte> piece(size);
    const int code =
        compress(reinterpret_cast<Bytef*>(piece.data()), &size, reinterpret_cast<const Bytef*>(pixels.data()),
                 static_cast<uLong>(pixels.size()));
    if (code != Z_OK) base::fail_internal("a tile cannot be packed");
    piece.resize(size);
    return piece;
}

}  // namespace medal::imaging::redact
