#include "imaging/openslide_file.h"
#include "imaging/viewing/shrink.h"
#include "imaging/viewing/slide_source.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::viewing {
namespace {

std::optional<double> millimetres(std::optional<double> microns) {
    return microns ? std::optional{*microns / 1000} : std::nullopt;
}

class OpenSlideSource final : public SlideSource {
  public:
    explicit OpenSlideSource(const std::filesystem::path& path) : slide_(path) {}

    std::int64_t width() const override { return slide_.levels().front().columns; }
    std::int64_t height() const override { return slide_.levels().front().rows; }
    double stored_downsample(double wanted) const override {
        return slide_.levels()[slide_.best_for(wanted)].downsample;
    }
    std::optional<double> column_mm() const override { return millimetres(slide_.column_microns()); }
    std::optional<double> row_mm() const override { return millimetres(slide_.row_microns()); }
    picture::Raster read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                         std::int64_t height) const override;

  private:
    OpenSlideFile slide_;
};

picture::Raster OpenSlideSource::read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                                      std::int64_t height) const {
    const auto whole = static_cast<double>(level.downsample);
    const auto native = slide_.best_for(whole);
    const double shrink = whole / slide_.levels()[native].downsample;
    const auto scaled = [&](std::int64_t size) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(size) * shrink));
    };
    return shrunk(
        slide_.read({native, x * level.downsample, y * level.downsample, scaled(width), scaled(height)}),
        static_cast<std::size_t>(width), static_cast<std::size_t>(height));
}

}  // namespace

std::unique_ptr<SlideSource> open_slide_file(const std::filesystem::path& path) {
    return std::make_unique<OpenSlideSource>(path);
}

}  // namespace medal::imaging::viewing
