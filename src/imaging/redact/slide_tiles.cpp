#include "imaging/redact/slide_tiles.h"

#include "imaging/redact/jpeg2000_tile.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::redact {
namespace {

constexpr std::uint16_t kFillOrder = 266, kPredictor = 317, kSampleFormat = 339;
/// Compression: TIFF Technical Note 2.
constexpr std::uint64_t kPlain = 1, kJpeg = 7;
constexpr std::uint64_t kWhiteIsZero = 0, kBlackIsZero = 1, kRgb = 2, kYcc = 6;
constexpr std::uint64_t kDifferences = 2, kDifferencesOfFloats = 3;
constexpr std::uint64_t kUnsigned = 1, kFloat = 3;
constexpr std::uint64_t kSeparate = 2;
constexpr std::uint64_t kMostSamples = 64, kMostTile_bytes = 256ULL << 20;
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
    read_samples(structure);
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

void SlideLevel::read_samples(const TiffStructure& structure) {
    const auto numbers = [&](std::uint16_t tag) {
        const auto* entry = place_.directory->find(tag);
        return entry != nullptr ? structure.numbers(file_, *entry) : std::vector<std::uint64_t>{};
    };
    const auto number = [&](std::uint16_t tag, std::uint64_t otherwise) {
        return structure.number(file_, *place_.directory, tag, otherwise);
    };
    for (const auto tag : {tiff::kBitsPerSample, kSampleFormat}) {
        const auto list = numbers(tag);
        has_even_samples_ = has_even_samples_ &&
                            std::all_of(list.begin(), list.end(), [&](auto one) { return one == list[0]; });
    }
    const auto width = number(tiff::kTileWidth, 0), height = number(tiff::kTileHeight, 0);
    const auto samples = number(tiff::kSamplesPerPixel, 1), bits = number(tiff::kBitsPerSample, 1);
    if (width == 0 || height == 0 || width > kLargestTile_px || height > kLargestTile_px || samples == 0 ||
        samples > kMostSamples || bits > 64) {
        fail_slide_damaged();
    }
    const auto narrow = [](std::uint64_t value) { return static_cast<std::uint16_t>(value); };
    planes_ = number(tiff::kPlanar, 1) == kSeparate ? samples : 1;
    tile_.endian = structure.endian;
    tile_.compression = narrow(compression_);
    tile_.predictor = narrow(number(kPredictor, 1));
    tile_.fill_order = narrow(number(kFillOrder, 1));
    tile_.sample_format = narrow(number(kSampleFormat, kUnsigned));
    tile_.width = static_cast<std::uint32_t>(width);
    tile_.height = static_cast<std::uint32_t>(height);
    tile_.samples = narrow(samples / planes_);
    tile_.bits = narrow(bits);
    has_alpha_ = (samples == 2 || samples == 4) && tile_.sample_format == kUnsigned;
    tiles_across_ = (width_ + width - 1) / width;
    tiles_of_plane_ = tiles_across_ * ((height_ + height - 1) / height);
}

void SlideLevel::require_paintable() const {
    if (width_ == 0 || height_ == 0 || sizes_.size() < offsets_.size()) fail_slide_damaged();
    const bool is_jpeg = compression_ == kJpeg;
    if (!is_jpeg && !tiff::is_jpeg_2000(compression_)) return require_paintable_samples();
    const bool is_known = photometric_ == kBlackIsZero || photometric_ == kRgb || photometric_ == kYcc;
    if (!is_known || (is_jpeg && tile_.bits != 8)) {
        fail_unsupported("Boxes can be painted into JPEG slides of grey values or colours of 8 bits only.");
    }
    if (planes_ > 1 && colours() == JpegColours::ycc) {
        fail_unsupported("Boxes cannot be painted into slides whose differences of colours lie apart.");
    }
}

void SlideLevel::require_paintable_samples() const {
    if (!is_packing(compression_)) {
        fail_unsupported(
            "Boxes can be painted into slides whose tiles are JPEG, JPEG 2000, not compressed, or packed "
            "with Deflate, LZW, PackBits, LZMA or Zstandard.");
    }
    const bool is_float = tile_.sample_format == kFloat;
    const bool is_known =
        photometric_ == kBlackIsZero || photometric_ == kRgb || (photometric_ == kWhiteIsZero && !is_float);
    const bool has_form = is_float || tile_.sample_format == kUnsigned;
    const bool has_bits = tile_.bits == 16 || tile_.bits == 32 || (tile_.bits == 8 && !is_float);
    const auto most = is_float ? kDifferencesOfFloats : kDifferences;
    if (!is_known || !has_form || !has_bits || !has_even_samples_ || tile_.predictor > most) {
        fail_unsupported(
            "Boxes can be painted into slides of grey values or colours of 8, 16 or 32 bits only.");
    }
    if (tile_.plain_bytes() > kMostTile_bytes) {
        fail_unsupported("The tiles of this slide are too large to be painted.");
    }
}

std::size_t SlideLevel::plane_of(std::size_t tile) const {
    return planes_ > 1 ? tile / tiles_of_plane_ : 0;
}

/// Aperio tells the colours by the compression alone.
JpegColours SlideLevel::colours() const {
    const bool is_ycc =
        compression_ == tiff::kJpeg2000Ycc || (photometric_ == kYcc && compression_ != tiff::kJpeg2000Rgb);
    return is_ycc ? JpegColours::ycc : JpegColours::lights;
}

std::vector<PixelBox> SlideLevel::on_tile(std::size_t tile, std::span<const LevelBox> boxes) const {
    const auto place = planes_ > 1 ? tile % tiles_of_plane_ : tile;
    const auto side = [&](double origin, double advance, std::uint64_t length, std::size_t number) {
        const double cell = static_cast<double>(length) / static_cast<double>(place_.cells_across);
        return Side{origin, advance > 0 ? advance : cell, cell, place_.cells_across,
                    number * place_.cells_across};
    };
    const auto across = side(place_.left, place_.advance_across, tile_.width, place % tiles_across_);
    const auto down = side(place_.top, place_.advance_down, tile_.height, place / tiles_across_);
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
    if (compression_ == kJpeg) return blank_blocks(piece, tables_, colours(), boxes);
    if (is_packing(compression_)) return painted_samples(piece, plane_of(tile), boxes);
    return painted_jpeg_2000(piece, {tile_.width, tile_.height}, colours(), boxes);
}

std::vector<std::byte> SlideLevel::painted_samples(Bytes piece, std::size_t plane,
                                                   std::span<const PixelBox> boxes) const {
    auto pixels = unpacked(piece, tile_);
    Samples samples;
    samples.bytes = pixels;
    samples.columns = tile_.width;
    samples.rows = tile_.height;
    samples.channels = tile_.samples;
    samples.bits_allocated = samples.bits_stored = tile_.bits;
    samples.has_alpha = has_alpha_ && plane + 1 == planes_;
    if (photometric_ == kWhiteIsZero) samples.dark = (std::int64_t{1} << tile_.bits) - 1;
    std::vector<Region> regions;
    for (const auto& box : boxes) {
        regions.push_back({0, 0, box.left, box.top, box.right - box.left, box.bottom - box.top, Style::fill,
                           Subject::other});
    }
    paint(samples, regions);
    return packed(std::move(pixels), tile_);
}

}  // namespace medal::imaging::redact
