// A slide of a format that is not TIFF, through OpenSlide's own API: what it claims is held against the bytes
// of its files before a pixel is read. Knows nothing of its label and macro image. Foreign bytes: runs in the
// sandbox.
#pragma once

#include "imaging/picture/raster.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::slide_set {

inline constexpr std::string_view kSakura = "sakura";

class ForeignSlide {
  public:
    struct Level {
        std::int64_t width = 0;
        std::int64_t height = 0;
        double downsample = 1;
    };
    struct Place {
        std::size_t level = 0;
        /// In pixels of the level.
        std::int64_t x = 0;
        std::int64_t y = 0;
        std::int64_t width = 0;
        std::int64_t height = 0;
    };
    struct Source {
        std::filesystem::path path;
        /// As OpenSlide calls it.
        std::string_view vendor;
        /// Of all its files together.
        std::uint64_t bytes = 0;
    };

    /// Throws base::Error "slide.unreadable" or "slide.dimensions".
    explicit ForeignSlide(const Source& source);
    ~ForeignSlide();
    ForeignSlide(const ForeignSlide&) = delete;
    ForeignSlide& operator=(const ForeignSlide&) = delete;

    /// The largest first.
    const std::vector<Level>& levels() const { return levels_; }
    std::optional<double> column_microns() const;
    std::optional<double> row_microns() const;
    /// Empty where there is none.
    std::string property(const std::string& name) const;

    /// RGB; in the slide's background colour where nothing was scanned. Throws "slide.unreadable".
    picture::Raster read(const Place& place) const;

  private:
    struct Handle;
    void take_levels(std::uint64_t bytes);
    void check_tile(std::int32_t level) const;

    std::unique_ptr<Handle> handle_;
    std::vector<Level> levels_;
    std::uint32_t background_ = 0xFFFFFF;
};

}  // namespace medal::imaging::slide_set
