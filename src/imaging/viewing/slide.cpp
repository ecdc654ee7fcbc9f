#include "imaging/viewing/slide.h"

#include "base/error.h"
#include "imaging/viewing/shrink.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <openslide.h>
#include <string_view>

namespace medal::imaging::viewing {
namespace {

constexpr double kMicronsPerMm = 1000;
/// What a pixel may measure: from electron microscopes to macro photographs.
constexpr double kLeast_microns = 0.001, kMost_microns = 1000;

struct Close {
    void operator()(openslide_t* slide) const { openslide_close(slide); }
};
using Handle = std::unique_ptr<openslide_t, Close>;

[[noreturn]] void fail() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The slide is damaged."};
}

Handle opened(const std::filesystem::path& path) {
    Handle slide{openslide_open(path.c_str())};
    if (slide == nullptr || openslide_get_error(slide.get()) != nullptr) fail();
    return slide;
}

Pyramid levels_of(openslide_t* slide) {
    std::int64_t width = 0, height = 0;
    openslide_get_level0_dimensions(slide, &width, &height);
    if (width < 1 || height < 1) fail();
    Pyramid pyramid{kTile_px, {}};
    for (std::int64_t downsample = 1;; downsample *= 2) {
        const auto whole = static_cast<double>(downsample);
        const auto native = openslide_get_best_level_for_downsample(slide, whole);
        if (native < 0 || whole / openslide_get_level_downsample(slide, native) > kMaxShrink) break;
        const Level level{(width + downsample - 1) / downsample, (height + downsample - 1) / downsample,
                          downsample};
        pyramid.levels.push_back(level);
        if (std::max(level.width, level.height) <= kTile_px) break;
    }
    return pyramid;
}

std::optional<double> millimetres(openslide_t* slide, const char* property) {
    const char* text = openslide_get_property_value(slide, property);
    if (text == nullptr) return std::nullopt;
    const std::string_view number{text};
    double microns = 0;
    std::from_chars(number.data(), number.data() + number.size(), microns);
    if (!(microns >= kLeast_microns && microns <= kMost_microns)) return std::nullopt;
    return microns / kMicronsPerMm;
}

/// From premultiplied ARGB onto white, as glass is.
picture::Raster on_white(const std::vector<std::uint32_t>& pixels, std::int64_t width, std::int64_t height) {
    auto raster =
        picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
    auto* out = raster.samples.data();
    for (const auto pixel : pixels) {
        const auto rest = 255U - (pixel >> 24U);
        for (const auto shift : {16U, 8U, 0U}) {
            *out++ = static_cast<std::uint8_t>(std::min(255U, ((pixel >> shift) & 255U) + rest));
        }
    }
    return raster;
}

}  // namespace

struct Slide::State {
    Handle slide;
    Pyramid pyramid;

    picture::Raster read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                         std::int64_t height) const;
};

/// `x` and `y` in pixels of the level.
picture::Raster Slide::State::read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                                   std::int64_t height) const {
    const auto whole = static_cast<double>(level.downsample);
    const auto native = openslide_get_best_level_for_downsample(slide.get(), whole);
    const double shrink = whole / openslide_get_level_downsample(slide.get(), native);
    const auto scaled = [&](std::int64_t size) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(size) * shrink));
    };
    const auto wide = scaled(width), high = scaled(height);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(wide * high));
    openslide_read_region(slide.get(), pixels.data(), x * level.downsample, y * level.downsample, native,
                          wide, high);
    if (openslide_get_error(slide.get()) != nullptr) fail();
    return shrunk(on_white(pixels, wide, high), static_cast<std::size_t>(width),
                  static_cast<std::size_t>(height));
}

Slide::Slide(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
    state_->slide = opened(path);
    state_->pyramid = levels_of(state_->slide.get());
    if (state_->pyramid.levels.empty()) fail();
}

Slide::~Slide() = default;
Slide::Slide(Slide&&) noexcept = default;
Slide& Slide::operator=(Slide&&) noexcept = default;

const Pyramid& Slide::pyramid() const {
    return state_->pyramid;
}

std::optional<double> Slide::column_mm() const {
    return millimetres(state_->slide.get(), OPENSLIDE_PROPERTY_NAME_MPP_X);
}

std::optional<double> Slide::row_mm() const {
    return millimetres(state_->slide.get(), OPENSLIDE_PROPERTY_NAME_MPP_Y);
}

picture::Raster Slide::tile(const TilePlace& place) {
    const auto& levels = state_->pyramid.levels;
    const auto is_level = place.level >= 0 && place.level < static_cast<std::int64_t>(levels.size());
    const Level level = is_level ? levels[static_cast<std::size_t>(place.level)] : Level{};
    const auto across = (level.width + kTile_px - 1) / kTile_px,
               down = (level.height + kTile_px - 1) / kTile_px;
    if (place.column < 0 || place.row < 0 || place.column >= across || place.row >= down) {
        throw base::Error{base::ErrorKind::not_found, "viewer.no_tile", "There is no such tile."};
    }
    const auto x = place.column * kTile_px, y = place.row * kTile_px;
    return state_->read(level, x, y, std::min(kTile_px, level.width - x),
                        std::min(kTile_px, level.height - y));
}

picture::Raster Slide::overview(std::int64_t longest_px) {
    const auto index = static_cast<std::int64_t>(state_->pyramid.levels.size()) - 1;
    const auto& level = state_->pyramid.levels.back();
    const double scale = std::min(
        1.0, static_cast<double>(longest_px) / static_cast<double>(std::max(level.width, level.height)));
    const auto at = [&](std::int64_t place, std::int64_t end) {
        return static_cast<std::size_t>(std::floor(static_cast<double>(std::min(place, end)) * scale));
    };
    auto whole = picture::Raster::blank(std::max<std::size_t>(1, at(level.width, level.width)),
                                        std::max<std::size_t>(1, at(level.height, level.height)), 3);
    for (std::int64_t row = 0; row * kTile_px < level.height; ++row) {
        for (std::int64_t column = 0; column * kTile_px < level.width; ++column) {
            const auto left = at(column * kTile_px, level.width), top = at(row * kTile_px, level.height);
            const auto right = at((column + 1) * kTile_px, level.width);
            const auto bottom = at((row + 1) * kTile_px, level.height);
            if (right <= left || bottom <= top) continue;
            const auto part = shrunk(tile({index, column, row}), right - left, bottom - top);
            for (std::size_t y = 0; y < part.height; ++y) {
                std::copy_n(part.pixel(0, y), part.width * 3, whole.pixel(left, top + y));
            }
        }
    }
    return whole;
}

}  // namespace medal::imaging::viewing
