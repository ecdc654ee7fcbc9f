// What Slide cuts its tiles from: a file that OpenSlide reads, or the instances of a slide in DICOM. Internal
// to viewing/.
#pragma once

#include "imaging/picture/raster.h"
#include "imaging/viewing/media.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace medal::imaging::viewing {

class SlideSource {
  public:
    SlideSource() = default;
    virtual ~SlideSource() = default;
    SlideSource(const SlideSource&) = delete;
    SlideSource& operator=(const SlideSource&) = delete;

    virtual std::int64_t width() const = 0;
    virtual std::int64_t height() const = 0;
    /// How many times smaller the stored picture is that one so many times smaller is made of.
    virtual double stored_downsample(double wanted) const = 0;
    virtual std::optional<double> column_mm() const = 0;
    virtual std::optional<double> row_mm() const = 0;
    /// RGB of exactly `width` by `height`; `x` and `y` in pixels of the level.
    virtual picture::Raster read(const Level& level, std::int64_t x, std::int64_t y, std::int64_t width,
                                 std::int64_t height) const = 0;
};

/// Throw base::Error "imaging.decode" where it is no such slide.
std::unique_ptr<SlideSource> open_slide_file(const std::filesystem::path& path);
/// One or more instances of one series, in any order: each a resolution or, with a concatenation, a part of
/// one.
std::unique_ptr<SlideSource> open_dicom_slide(const std::vector<std::filesystem::path>& paths);

/// Of slides that cannot be read.
[[noreturn]] void fail_slide();

}  // namespace medal::imaging::viewing
