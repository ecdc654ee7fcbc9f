#include "imaging/openslide_file.h"

#include "base/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <openslide.h>

namespace medal::imaging {
namespace {

constexpr double kMicronsPerCm = 10'000;
/// What a pixel may measure: from electron microscopes to macro photographs.
constexpr double kLeast_microns = 0.001, kMost_microns = 1000;

[[noreturn]] void fail_unreadable() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode",
                      "The slide is damaged: OpenSlide cannot read all of it."};
}

double number_of(const std::string& text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// From premultiplied ARGB.
picture::Raster on_background(const std::vector<std::uint32_t>& pixels, const OpenSlideFile::Place& place,
                              std::uint32_t background) {
    auto raster = picture::Raster::blank(static_cast<std::size_t>(place.width),
                                         static_cast<std::size_t>(place.height), 3);
    auto* out = raster.samples.data();
    for (const auto pixel : pixels) {
        const auto rest = 255U - (pixel >> 24U);
        for (const auto shift : {16U, 8U, 0U}) {
            const auto behind = (((background >> shift) & 255U) * rest + 127U) / 255U;
            *out++ = static_cast<std::uint8_t>(std::min(255U, ((pixel >> shift) & 255U) + behind));
        }
    }
    return raster;
}

}  // namespace

void OpenSlideFile::Close::operator()(_openslide* slide) const {
    openslide_close(slide);
}

OpenSlideFile::OpenSlideFile(const std::filesystem::path& path, std::string_view vendor) {
    if (!vendor.empty()) {
        const char* seen = openslide_detect_vendor(path.c_str());
        if (seen == nullptr || vendor != seen) fail_unreadable();
    }
    slide_.reset(openslide_open(path.c_str()));
    if (slide_ == nullptr || openslide_get_error(slide_.get()) != nullptr) fail_unreadable();
    for (std::int32_t number = 0; number < openslide_get_level_count(slide_.get()); ++number) {
        Level level;
        openslide_get_level_dimensions(slide_.get(), number, &level.columns, &level.rows);
        level.downsample = openslide_get_level_downsample(slide_.get(), number);
        // The last ones of a slide that is halved again and again.
        if (!levels_.empty() && (level.columns < 1 || level.rows < 1)) break;
        const bool is_sound =
            level.columns > 0 && level.rows > 0 && level.downsample >= 1 && std::isfinite(level.downsample);
        if (!is_sound) fail_unreadable();
        levels_.push_back(level);
    }
    if (levels_.empty()) fail_unreadable();
}

std::size_t OpenSlideFile::best_for(double downsample) const {
    const auto level = openslide_get_best_level_for_downsample(slide_.get(), downsample);
    if (level < 0) fail_unreadable();
    return std::min(static_cast<std::size_t>(level), levels_.size() - 1);
}

picture::Raster OpenSlideFile::read(const Place& place, std::uint32_t background) const {
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(place.width * place.height));
    openslide_read_region(slide_.get(), pixels.data(), place.x, place.y,
                          static_cast<std::int32_t>(place.level), place.width, place.height);
    if (openslide_get_error(slide_.get()) != nullptr) fail_unreadable();
    return on_background(pixels, place, background);
}

std::string OpenSlideFile::property(const std::string& name) const {
    const char* text = openslide_get_property_value(slide_.get(), name.c_str());
    return text != nullptr ? text : "";
}

std::optional<double> OpenSlideFile::microns(const char* name, const char* resolution) const {
    auto microns = number_of(property(name));
    // OpenSlide 3.4 tells no size for plain TIFF pyramids, and pixels an inch are mostly a program's habit.
    if (microns == 0 && property("tiff.ResolutionUnit") == "centimeter") {
        microns = kMicronsPerCm / number_of(property(resolution));
    }
    return microns >= kLeast_microns && microns <= kMost_microns ? std::optional{microns} : std::nullopt;
}

std::optional<double> OpenSlideFile::column_microns() const {
    return microns(OPENSLIDE_PROPERTY_NAME_MPP_X, "tiff.XResolution");
}

std::optional<double> OpenSlideFile::row_microns() const {
    return microns(OPENSLIDE_PROPERTY_NAME_MPP_Y, "tiff.YResolution");
}

}  // namespace medal::imaging
