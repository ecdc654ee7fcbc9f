#include "imaging/viewing/shrink.h"
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

struct Close {
    void operator()(openslide_t* slide) const { openslide_close(slide); }
};
using Handle = std::unique_ptr<openslide_t, Close>;

Handle opened(const std::filesystem::path& path) {
    Handle slide{openslide_open(path.c_str())};
    if (slide == nullptr || openslide_get_error(slide.get()) != nullptr) fail_slide();
    return slide;
}

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

class OpenSlideSource final : public SlideSource {
  public:
    explicit OpenSlideSource(const std::filesystem::path& path) : slide_(opened(path)) {
        openslide_get_level0_dimensions(slide_.get(), &width_, &height_);
        if (width_ < 1 || height_ < 1) fail_slide();
    }

    std::int64_t width() const override { return width_; }
    std::int64_t height() const override { return height_; }
    double stored_downsample(double wanted) const override {
        return openslide_get_level_downsample(slide_.get(), native_for(wanted));
    }
    std::optional<double> column_mm() const override {
        return millimetres(slide_.get(), OPENSLIDE_PROPERTY_NAME_MPP_X, "tiff.XResolution");
    }
    std::optional<double> row_mm() const override {
        return millimetres(slide_.get(), OPENSLIDE_PROPERTY_NAME_MPP_Y, "tiff.YResolution");
    }
    picture::Raster read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                         std::int64_t height) const override;

  private:
    std::int32_t native_for(double downsample) const {
        const auto native = openslide_get_best_level_for_downsample(slide_.get(), downsample);
        if (native < 0) fail_slide();
        return native;
    }

    Handle slide_;
    std::int64_t width_ = 0;
    std::int64_t height_ = 0;
};

picture::Raster OpenSlideSource::read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                                      std::int64_t height) const {
    const auto whole = static_cast<double>(level.downsample);
    const auto native = native_for(whole);
    const double shrink = whole / openslide_get_level_downsample(slide_.get(), native);
    const auto scaled = [&](std::int64_t size) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(size) * shrink));
    };
    const auto wide = scaled(width), high = scaled(height);
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(wide * high));
    openslide_read_region(slide_.get(), pixels.data(), x * level.downsample, y * level.downsample, native,
                          wide, high);
    if (openslide_get_error(slide_.get()) != nullptr) fail_slide();
    return shrunk(on_white(pixels, wide, high), static_cast<std::size_t>(width),
                  static_cast<std::size_t>(height));
}

}  // namespace

std::unique_ptr<SlideSource> open_slide_file(const std::filesystem::path& path) {
    return std::make_unique<OpenSlideSource>(path);
}

}  // namespace medal::imaging::viewing
