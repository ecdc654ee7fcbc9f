#include "imaging/slide_set/foreign_slide.h"

#include "base/error.h"
#include "imaging/limits.h"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <openslide.h>

namespace medal::imaging::slide_set {
namespace {

constexpr std::uint64_t kMaxSlidePixels = 1ULL << 40;
/// OpenSlide holds a tile of the file as a whole: what it computes in 32 bits must not overflow.
constexpr std::int64_t kMaxTile_px = 1 << 26, kMaxTileSide_px = 1 << 16;
constexpr std::size_t kMaxLevels = 64;

[[noreturn]] void fail_dimensions() {
    throw base::Error{base::ErrorKind::invalid, "slide.dimensions",
                      "The slide claims dimensions that its files cannot hold."};
}

std::uint64_t pixels_of(const OpenSlideFile::Level& level) {
    const auto columns = static_cast<std::uint64_t>(level.columns);
    const auto rows = static_cast<std::uint64_t>(level.rows);
    if (columns > kMaxSlidePixels / rows) fail_dimensions();
    return columns * rows;
}

}  // namespace

ForeignSlide::ForeignSlide(const Source& source) : file_(source.path, source.vendor) {
    check_size(source.bytes);
    const auto colour = file_.property(OPENSLIDE_PROPERTY_NAME_BACKGROUND_COLOR);
    std::uint32_t rgb = 0;
    const auto* end = colour.data() + colour.size();
    if (colour.size() == 6 && std::from_chars(colour.data(), end, rgb, 16).ptr == end) background_ = rgb;
}

void ForeignSlide::check_tile(std::size_t level) const {
    const auto side = [&](const char* name) {
        const auto text = file_.property(fmt::format("openslide.level[{}].{}", level, name));
        std::int64_t px = 1;
        std::from_chars(text.data(), text.data() + text.size(), px);
        if (px < 1 || px > kMaxTileSide_px) fail_dimensions();
        return px;
    };
    if (side("tile-width") * side("tile-height") > kMaxTile_px) fail_dimensions();
}

void ForeignSlide::check_size(std::uint64_t bytes) const {
    const auto& levels = file_.levels();
    if (levels.size() > kMaxLevels) fail_dimensions();
    for (std::size_t number = 0; number < levels.size(); ++number) {
        pixels_of(levels[number]);
        if (number > 0 && levels[number].columns >= levels[number - 1].columns) fail_dimensions();
        check_tile(number);
    }
    const auto pixels = pixels_of(levels.front());
    if (pixels > kPictureRatioGraceBytes && pixels / kMaxCodestreamRatio > bytes) fail_dimensions();
}

picture::Raster ForeignSlide::read(OpenSlideFile::Place place) const {
    const auto downsample = file_.levels()[place.level].downsample;
    place.x = std::llround(static_cast<double>(place.x) * downsample);
    place.y = std::llround(static_cast<double>(place.y) * downsample);
    return file_.read(place, background_);
}

}  // namespace medal::imaging::slide_set
