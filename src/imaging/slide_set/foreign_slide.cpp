#include "imaging/slide_set/foreign_slide.h"

#include "base/error.h"
#include "imaging/limits.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <openslide.h>

namespace medal::imaging::slide_set {
namespace {

constexpr std::uint64_t kMaxSlidePixels = 1ULL << 40;
/// OpenSlide holds a tile of the file as a whole: what it computes in 32 bits must not overflow.
constexpr std::int64_t kMaxTile_px = 1 << 26, kMaxTileSide_px = 1 << 16;
constexpr std::int32_t kMaxLevels = 64;
/// What a pixel may measure: from electron microscopes to macro photographs.
constexpr double kLeast_microns = 0.001, kMost_microns = 1000;

[[noreturn]] void fail_unreadable() {
    throw base::Error{base::ErrorKind::invalid, "slide.unreadable",
                      "The slide is damaged: OpenSlide cannot read all of it."};
}

[[noreturn]] void fail_dimensions() {
    throw base::Error{base::ErrorKind::invalid, "slide.dimensions",
                      "The slide claims dimensions that its files cannot hold."};
}

template <class Number>
std::optional<Number> number_of(const std::string& text) {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<double> microns_of(const std::string& text) {
    const auto microns = number_of<double>(text);
    return microns && *microns >= kLeast_microns && *microns <= kMost_microns ? microns : std::nullopt;
}

}  // namespace

struct ForeignSlide::Handle {
    explicit Handle(openslide_t* opened) : slide(opened) {}
    ~Handle() {
        if (slide != nullptr) openslide_close(slide);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    openslide_t* slide;
};

ForeignSlide::ForeignSlide(const Source& source) {
    const char* vendor = openslide_detect_vendor(source.path.c_str());
    if (vendor == nullptr || source.vendor != vendor) fail_unreadable();
    handle_ = std::make_unique<Handle>(openslide_open(source.path.c_str()));
    if (handle_->slide == nullptr || openslide_get_error(handle_->slide) != nullptr) fail_unreadable();
    take_levels(source.bytes);
    const auto colour = property(OPENSLIDE_PROPERTY_NAME_BACKGROUND_COLOR);
    std::uint32_t rgb = 0;
    const auto* end = colour.data() + colour.size();
    if (colour.size() == 6 && std::from_chars(colour.data(), end, rgb, 16).ptr == end) background_ = rgb;
}

ForeignSlide::~ForeignSlide() = default;

void ForeignSlide::check_tile(std::int32_t level) const {
    const auto side = [&](const char* name) {
        const auto text = property(fmt::format("openslide.level[{}].{}", level, name));
        const auto px = number_of<std::int64_t>(text).value_or(1);
        if (px < 1 || px > kMaxTileSide_px) fail_dimensions();
        return px;
    };
    if (side("tile-width") * side("tile-height") > kMaxTile_px) fail_dimensions();
}

void ForeignSlide::take_levels(std::uint64_t bytes) {
    const auto count = openslide_get_level_count(handle_->slide);
    if (count < 1 || count > kMaxLevels) fail_dimensions();
    for (std::int32_t number = 0; number < count; ++number) {
        Level level;
        openslide_get_level_dimensions(handle_->slide, number, &level.width, &level.height);
        level.downsample = openslide_get_level_downsample(handle_->slide, number);
        // The last ones of a slide that is halved again and again.
        if (!levels_.empty() && (level.width < 1 || level.height < 1)) break;
        const bool fits = level.width > 0 && level.height > 0 && level.downsample >= 1 &&
                          static_cast<std::uint64_t>(level.width) <=
                              kMaxSlidePixels / static_cast<std::uint64_t>(level.height);
        const bool shrinks = levels_.empty() || level.width < levels_.back().width;
        if (!fits || !shrinks) fail_dimensions();
        check_tile(number);
        levels_.push_back(level);
    }
    const auto pixels = static_cast<std::uint64_t>(levels_.front().width) *
                        static_cast<std::uint64_t>(levels_.front().height);
    if (pixels > kPictureRatioGraceBytes && pixels / kMaxCodestreamRatio > bytes) fail_dimensions();
}

std::string ForeignSlide::property(const std::string& name) const {
    const char* text = openslide_get_property_value(handle_->slide, name.c_str());
    return text != nullptr ? text : "";
}

std::optional<double> ForeignSlide::column_microns() const {
    return microns_of(property(OPENSLIDE_PROPERTY_NAME_MPP_X));
}

std::optional<double> ForeignSlide::row_microns() const {
    return microns_of(property(OPENSLIDE_PROPERTY_NAME_MPP_Y));
}

picture::Raster ForeignSlide::read(const Place& place) const {
    const auto& level = levels_[place.level];
    const auto first = [&](std::int64_t at) {
        return std::llround(static_cast<double>(at) * level.downsample);
    };
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(place.width * place.height));
    openslide_read_region(handle_->slide, pixels.data(), first(place.x), first(place.y),
                          static_cast<std::int32_t>(place.level), place.width, place.height);
    if (openslide_get_error(handle_->slide) != nullptr) fail_unreadable();
    auto raster = picture::Raster::blank(static_cast<std::size_t>(place.width),
                                         static_cast<std::size_t>(place.height), 3);
    auto* out = raster.samples.data();
    // From premultiplied ARGB.
    for (const auto pixel : pixels) {
        const auto rest = 255U - (pixel >> 24U);
        for (const auto shift : {16U, 8U, 0U}) {
            const auto behind = (((background_ >> shift) & 255U) * rest + 127U) / 255U;
            *out++ = static_cast<std::uint8_t>(std::min(255U, ((pixel >> shift) & 255U) + behind));
        }
    }
    return raster;
}

}  // namespace medal::imaging::slide_set
