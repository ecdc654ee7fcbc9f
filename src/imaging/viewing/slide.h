// Slides and pyramids, through OpenSlide's own API or as instances of DICOM: any tile of any level without
// reading the whole (100 000 x 100 000 pixels and more). Knows nothing of labels and macro images, which
// de-identification has removed.
#pragma once

#include "imaging/picture/raster.h"
#include "imaging/viewing/media.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace medal::imaging::viewing {

inline constexpr std::int64_t kTile_px = 512;
/// A tile is made of at most so many times its width and height of the file's pixels; coarser levels are not
/// offered for a slide that has no smaller picture in it.
inline constexpr double kMaxShrink = 8.5;

struct TilePlace {
    std::int64_t level = 0;
    std::int64_t column = 0;
    std::int64_t row = 0;
};

class Slide {
  public:
    /// One file, or the instances of one slide in DICOM. Throws base::Error "imaging.decode" where they are
    /// no slide.
    explicit Slide(const std::vector<std::filesystem::path>& paths);
    ~Slide();
    Slide(Slide&&) noexcept;
    Slide& operator=(Slide&&) noexcept;

    const Pyramid& pyramid() const;
    /// Between columns and between rows, where the file says so.
    std::optional<double> column_mm() const;
    std::optional<double> row_mm() const;

    /// RGB; tiles at the right and lower edge are smaller. Throws base::Error "viewer.no_tile".
    picture::Raster tile(const TilePlace& place);
    picture::Raster overview(std::int64_t longest_px);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::viewing
