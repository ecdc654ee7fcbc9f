// A slide of a format that is not TIFF: what it claims is held against the bytes of its files before a pixel
// is read. Foreign bytes: runs in the sandbox.
#pragma once

#include "imaging/openslide_file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace medal::imaging::slide_set {

inline constexpr std::string_view kSakura = "sakura";

class ForeignSlide {
  public:
    struct Source {
        std::filesystem::path path;
        /// As OpenSlide calls it.
        std::string_view vendor;
        /// Of all its files together.
        std::uint64_t bytes = 0;
    };

    /// Throws base::Error "imaging.decode" or "slide.dimensions".
    explicit ForeignSlide(const Source& source);

    const OpenSlideFile& file() const { return file_; }
    /// `place` in pixels of its level. In the slide's background colour where nothing was scanned.
    picture::Raster read(OpenSlideFile::Place place) const;

  private:
    void check_size(std::uint64_t bytes) const;
    void check_tile(std::size_t level) const;

    OpenSlideFile file_;
    std::uint32_t background_ = OpenSlideFile::kWhite;
};

}  // namespace medal::imaging::slide_set
