#include "imaging/viewing/openslide_levels.h"

#include "imaging/viewing/slide_source.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <openslide.h>
#include <string_view>

namespace medal::imaging::viewing {
namespace {

constexpr double kMicronsPerMm = 1000, kMicronsPerCm = 10'000;
/// What a pixel may measure: from electron microscopes to macro photographs.
constexpr double kLeast_microns = 0.001, kMost_microns = 1000;

std::string_view text_of(openslide_t* slide, const char* property) {
    const char* text = openslide_get_property_value(slide, property);
    return text != nullptr ? text : std::string_view{};
}

double number_of(openslide_t* slide, const char* property) {
    const auto text = text_of(slide, property);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<double> millimetres(openslide_t* slide, const char* property, const char* resolution) {
    auto microns = number_of(slide, property);
    // OpenSlide 3.4 tells no size for plain TIFF pyramids, and pixels an inch are mostly a program's habit.
    if (microns == 0 && text_of(slide, "tiff.ResolutionUnit") == "centimeter") {
        microns = kMicronsPerCm / number_of(slide, resolution);
    }
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

void OpenSlideLevels::Close::operator()(_openslide* slide) const {
    openslide_close(slide);
}

OpenSlideLevels::OpenSlideLevels(const std::filesystem::path& path) : slide_(openslide_open(path.c_str())) {
    if (slide_ == nullptr || openslide_get_error(slide_.get()) != nullptr) fail_slide();
    for (std::int32_t number = 0; number < openslide_get_level_count(slide_.get()); ++number) {
        StoredLevel level;
        openslide_get_level_dimensions(slide_.get(), number, &level.columns, &level.rows);
        level.downsample = openslide_get_level_downsample(slide_.get(), number);
        if (level.columns < 1 || level.rows < 1 || !(level.downsample >= 1) ||
            !std::isfinite(level.downsample)) {
            fail_slide();
        }
        levels_.push_back(level);
    }
    if (levels_.empty()) fail_slide();
}

std::size_t OpenSlideLevels::best_for(double downsample) const {
    const auto level = openslide_get_best_level_for_downsample(slide_.get(), downsample);
    if (level < 0) fail_slide();
    return static_cast<std::size_t>(level);
}

picture::Raster OpenSlideLevels::read(std::size_t level, std::int64_t x, std::int64_t y, std::int64_t width,
                                      std::int64_t height) const {
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width * height));
    openslide_read_region(slide_.get(), pixels.data(), x, y, static_cast<std::int32_t>(level), width, height);
    if (openslide_get_error(slide_.get()) != nullptr) fail_slide();
    return on_white(pixels, width, height);
}

std::optional<double> OpenSlideLevels::column_mm() const {
    return millimetres(slide_.get(), OPENSLIDE_PROPERTY_NAME_MPP_X, "tiff.XResolution");
}

std::optional<double> OpenSlideLevels::row_mm() const {
    return millimetres(slide_.get(), OPENSLIDE_PROPERTY_NAME_MPP_Y, "tiff.YResolution");
}

}  // namespace medal::imaging::viewing
