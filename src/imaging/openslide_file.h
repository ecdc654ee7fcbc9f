// A slide as OpenSlide's own API shows it: its levels, the size of its pixels, and nothing of its label or
// macro image. Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct _openslide;

namespace medal::imaging {

class OpenSlideFile {
  public:
    struct Level {
        std::int64_t columns = 0;
        std::int64_t rows = 0;
        /// Pixels of the finest level along one of this.
        double downsample = 1;
    };
    /// `x` and `y` in pixels of the finest level, the sides in those of the level.
    struct Place {
        std::size_t level = 0;
        std::int64_t x = 0;
        std::int64_t y = 0;
        std::int64_t width = 0;
        std::int64_t height = 0;
    };
    static constexpr std::uint32_t kWhite = 0xFFFFFF;

    /// `vendor`: what OpenSlide has to call it; empty for any. Throws base::Error "imaging.decode".
    explicit OpenSlideFile(const std::filesystem::path& path, std::string_view vendor = {});

    /// From the finest on.
    const std::vector<Level>& levels() const { return levels_; }
    /// The level to make a picture of that is so many times smaller than the finest.
    std::size_t best_for(double downsample) const;
    /// RGB on a colour, as 0xRRGGBB, where nothing was scanned. Throws "imaging.decode".
    picture::Raster read(const Place& place, std::uint32_t background = kWhite) const;
    /// Between columns and between rows, where the file says so.
    std::optional<double> column_microns() const;
    std::optional<double> row_microns() const;
    /// Empty where there is none.
    std::string property(const std::string& name) const;

  private:
    struct Close {
        void operator()(_openslide* slide) const;
    };
    std::optional<double> microns(const char* name, const char* resolution) const;

    std::unique_ptr<_openslide, Close> slide_;
    std::vector<Level> levels_;
};

}  // namespace medal::imaging
