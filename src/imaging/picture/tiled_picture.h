// One resolution of a slide in DICOM as one picture: its frames, laid where they belong, of which only those
// that a part of it needs are decoded.
#pragma once

#include "imaging/dicom/decode.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/picture/display.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace medal::imaging::picture {

class TiledPicture {
  public:
    /// `data` passed the pre-scan and outlives it; `matrix` is its own.
    TiledPicture(const dicom::DataSet& data, const dicom::TileMatrix& matrix);

    bool is_grey() const { return is_grey_; }
    /// Lays the frames over `part`, three channels, whose upper left pixel is (`left`, `top`) of the matrix;
    /// what no frame covers stays as it is. Throws what decoding throws.
    void paint(Raster& part, std::int64_t left, std::int64_t top, std::optional<Window> window) const;
    /// From the least to the greatest value of some frames, for grey pictures without a window of their own:
    /// each tile by itself would have another brightness than the next.
    std::optional<Window> common_window() const;

  private:
    using Cell = std::pair<std::int64_t, std::int64_t>;
    Cell cell_at(std::int64_t left, std::int64_t top) const;
    void lay(const dicom::TileCorner& corner, Raster& part, std::int64_t left, std::int64_t top,
             std::optional<Window> window) const;

    const dicom::DataSet& data_;
    dicom::FrameDecoder decoder_;
    std::int64_t wide_ = 1;
    std::int64_t high_ = 1;
    bool is_grey_ = false;
    /// By row and column of a grid with the size of a frame: where the frame's corner lies.
    std::multimap<Cell, dicom::TileCorner> corners_;
};

/// White as glass; black where the picture is grey, as in fluorescence.
Raster empty_part(std::size_t width, std::size_t height, bool is_grey);

/// The whole matrix; nullopt where it is too large to be drawn at once or the file is no slide.
std::optional<Raster> whole_of_slide(const dicom::DataSet& data, std::optional<Window> window);

}  // namespace medal::imaging::picture
