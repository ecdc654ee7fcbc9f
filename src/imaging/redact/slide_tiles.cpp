#include "imaging/redact/slide_tiles.h"

#include "imaging/redact/jpeg2000_tile.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::redact {
namespace {

constexpr std::uint16_t kPredictor = 317;
/// Compression, TIFF 6.0, TIFF Technical Note 2, Adobe's Photoshop TIFF, Aperio's JPEG 2000.
constexpr std::uint64_t kPlain = 1, kLzw = 5, kJpeg = 7, kDeflate = 8, kOldDeflate = 32946,
                        kJpeg2000Ycc = 33003, kJpeg2000Rgb = 33005;
constexpr std::uint64_t kBlackIsZero = 1, kRgb = 2, kYcc = 6;
constexpr std::uint64_t kDifferences = 2;
/// Scanners write tiles of 240 to 1024 pixels.
constexpr std::uint64_t kLargestTile_px = 8192;
/// Smaller levels are averages: what lies this near to a box is part of them, too. Tiles between whole pixels
/// are drawn mixed with their neighbours.
constexpr double kMarginOfSmaller_px = 2, kMarginOfMixed_px = 1;

bool is_whole(double value) {
    return std::floor(value) == value;
}

double margin_of(const SlidePlace& place) {
    if (place.across > 1 || place.down > 1) return kMarginOfSmaller_px;
    const bool is_mixed = !is_whole(place.left) || !is_whole(place.top) || !is_whole(place.advance_across) ||
                          !is_whole(place.advance_down);
    return is_mixed ? kMarginOfMixed_px : 0;
}

/// From and to, in pixels of a tile.
struct Stretch {
    std::size_t begin = 0, end = 0;
};

/// One side of a tile: cells of one length, the first of which is the `first` of the whole level.
struct Side {
    double origin = 0;
    double advance = 0;
    double cell = 0;
    std::uint64_t cells = 1;
    std::uint64_t first = 0;
};

/// What of a tile lies between two places of the level.
std::vector<Stretch> shown_between(const Side& side, double from, double to) {
    std::vector<Stretch> shown;
    for (std::uint64_t i = 0; i < side.cells; ++i) {
        const double place = side.origin + static_cast<double>(side.first + i) * side.advance;
        const double begin = std::max(0.0, from - place), end = std::min(side.cell, to - place);
        if (begin >= end) continue;
        const double cell = static_cast<double>(i) * side.cell;
        shown.push_back({static_cast<std::size_t>(std::floor(cell + begin)),
                         static_cast<std::size_t>(std::ceil(cell + end))});
    }
    return shown;
}

}  // namespace

std::vector<LevelBox> boxes_on_level(std::span<const Region> regions, const SlidePlace& place) {
    const double margin = margin_of(place);
    std::vector<LevelBox> boxes;
    for (const auto& region : regions) {
        const auto x = static_cast<double>(region.x), y = static_cast<double>(region.y);
        const auto width = static_cast<double>(region.width), height = static_cast<double>(region.height);
        boxes.push_back({std::floor(x / place.across) - margin, std::floor(y / place.down) - margin,
                         std::ceil((x + width) / place.across) + margin,
                         std::ceil((y + height) / place.down) + margin});
    }
    return boxes;
}

SlideLevel::SlideLevel(Bytes file, const TiffStructure& structure, const SlidePlace& place)
    : file_(file), place_(place) {
    const auto& directory = *place.directory;
    const auto number = [&](std::uint16_t tag, std::uint64_t otherwise) {
        return structure.number(file, directory, tag, otherwise);
    };
    width_ = number(tiff::kWidth, 0);
    height_ = number(tiff::kHeight, 0);
    compression_ = number(tiff::kCompression, kPlain);
    photometric_ = number(tiff::kPhotometric, kRgb);
    bits_ = number(tiff::kBitsPerSample, 1);
    predictor_ = number(kPredictor, 1);
    planes_ = number(tiff::kPlanar, 1);
    tile_.width = number(tiff::kTileWidth, 0);
    tile_.height = number(tiff::kTileHeight, 0);
    tile_.samples = number(tiff::kSamplesPerPixel, 1);
    const bool is_deflated = compression_ == kDeflate || compression_ == kOldDeflate;
    if (is_deflated) tile_.packing = Packing::deflate;
    if (compression_ == kLzw) tile_.packing = Packing::lzw;
    tile_.has_differences = tile_.packing != Packing::none && predictor_ == kDifferences;
    const auto* offsets = directory.find(tiff::kTileOffsets);
    const auto* sizes = directory.find(tiff::kTileBytes);
    if (offsets == nullptr || sizes == nullptr) fail_slide_damaged();
    offsets_ = structure.numbers(file, *offsets);
    sizes_ = structure.numbers(file, *sizes);
    if (const auto* tables = directory.find(tiff::kJpegTables)) {
        tables_ = file.subspan(tables->value_offset, tables->value_bytes);
    }
    require_paintable();
}

void SlideLevel::require_paintable() const {
    const bool has_tiles = tile_.width > 0 && tile_.height > 0 && tile_.width <= kLargestTile_px &&
                           tile_.height <= kLargestTile_px;
    if (width_ == 0 || height_ == 0 || !has_tiles || sizes_.size() < offsets_.size()) fail_slide_damaged();
    const bool is_jpeg = compression_ == kJpeg;
    const bool is_jpeg_2000 = compression_ == kJpeg2000Ycc || compression_ == kJpeg2000Rgb;
    if (!is_jpeg && !is_jpeg_2000 && tile_.packing == Packing::none && compression_ != kPlain) {
        fail_unsupported(
            "Boxes can be painted into slides whose tiles are JPEG, JPEG 2000, Deflate, LZW or not "
            "compressed.");
    }
    const bool is_known = photometric_ == kBlackIsZero || photometric_ == kRgb ||
                          ((is_jpeg || is_jpeg_2000) && photometric_ == kYcc);
    if (!is_known || bits_ != 8 || planes_ != 1 || predictor_ > kDifferences || tile_.samples > 4) {
        fail_unsupported("Boxes can be painted into slides of grey values or colours of 8 bits only.");
    }
}

std::vector<PixelBox> SlideLevel::on_tile(std::size_t tile, std::span<const LevelBox> boxes) const {
    const auto tiles_across = (width_ + tile_.width - 1) / tile_.width;
    const auto side = [&](double origin, double advance, std::uint64_t length, std::size_t number) {
        const double cell = static_cast<double>(length) / static_cast<double>(place_.cells_across);
        return Side{origin, advance > 0 ? advance : cell, cell, place_.cells_across,
                    number * place_.cells_across};
    };
    const auto across = side(place_.left, place_.advance_across, tile_.width, tile % tiles_across);
    const auto down = side(place_.top, place_.advance_down, tile_.height, tile / tiles_across);
    std::vector<PixelBox> met;
    for (const auto& box : boxes) {
        const auto columns = shown_between(across, box.left, box.right);
        if (columns.empty()) continue;
        for (const auto& rows : shown_between(down, box.top, box.bottom)) {
            for (const auto& part : columns) met.push_back({part.begin, rows.begin, part.end, rows.end});
        }
    }
    return met;
}

std::vector<std::byte> SlideLevel::painted(std::size_t tile, std::span<const PixelBox> boxes) const {
    const auto begin = offsets_[tile], size = sizes_[tile];
    if (begin > file_.size() || size > file_.size() - begin) fail_slide_damaged();
    const auto piece = file_.subspan(begin, size);
    if (compression_ == kJpeg) {
        return blank_blocks(piece, tables_, photometric_ == kYcc ? JpegColours::ycc : JpegColours::lights,
                            boxes);
    }
    // Aperio tells the colours by the compression alone.
    if (compression_ == kJpeg2000Ycc) {
        return painted_jpeg_2000(piece, {tile_.width, tile_.height}, JpegColours::ycc, boxes);
    }
    if (compression_ == kJpeg2000Rgb) {
        return painted_jpeg_2000(piece, {tile_.width, tile_.height}, JpegColours::lights, boxes);
    }
    return painted_samples(piece, boxes);
}

std::vector<std::byte> SlideLevel::painted_samples(Bytes piece, std::span<const PixelBox> boxes) const {
    auto pixels = unpacked(piece, tile_);
    Samples samples;
    samples.bytes = pixels;
    samples.columns = tile_.width;
    samples.rows = tile_.height;
    samples.channels = tile_.samples;
    samples.has_alpha = tile_.samples == 2 || tile_.samples == 4;
    std::vector<Region> regions;
    for (const auto& box : boxes) {
        regions.push_back({0, 0, box.left, box.top, box.right - box.left, box.bottom - box.top, Style::fill,
                           Subject::other});
    }
    paint(samples, regions);
    return packed(std::move(pixels), tile_);
}

}  // namespace medal::imaging::redact
