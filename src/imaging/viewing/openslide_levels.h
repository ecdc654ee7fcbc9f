// The pictures that a slide's file holds, as OpenSlide's own API shows them. Foreign bytes: runs in the
// sandbox (worker/crew.h).
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

struct _openslide;

namespace medal::imaging::viewing {

struct StoredLevel {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    /// Pixels of the finest level along one of this.
    double downsample = 1;
};

class OpenSlideLevels {
  public:
    /// Throws base::Error "imaging.decode" where OpenSlide reads no slide there.
    explicit OpenSlideLevels(const std::filesystem::path& path);

    /// From the finest on.
    const std::vector<StoredLevel>& levels() const { return levels_; }
    /// The level to make a picture of that is so many times smaller than the finest.
    std::size_t best_for(double downsample) const;
    /// RGB on white, as glass is; `x` and `y` in pixels of the finest level, the sides in those of the level.
    picture::Raster read(std::size_t level, std::int64_t x, std::int64_t y, std::int64_t width,
                         std::int64_t height) const;
    /// Between columns and between rows, where the file says so.
    std::optional<double> column_mm() const;
    std::optional<double> row_mm() const;

  private:
    struct Close {
        void operator()(_openslide* slide) const;
    };
    std::unique_ptr<_openslide, Close> slide_;
    std::vector<StoredLevel> levels_;
};

}  // namespace medal::imaging::viewing
