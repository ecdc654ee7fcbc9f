// Pictures of a slide, coarse or fine, and text in parts of them: cut into pieces that can be searched at
// once, with enough in common that text over an edge is seen whole.
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/dicom/tile_matrix.h"
#include "imaging/picture/raster.h"
#include "imaging/redact/region.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace medal::imaging::burned_in {

struct SlidePicture {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    /// Pixels of the finest picture along one of this.
    double across = 1;
    double down = 1;
    std::function<picture::Raster(std::int64_t left, std::int64_t top, std::int64_t width,
                                  std::int64_t height)>
        read;

    std::int64_t pixels() const { return columns * rows; }
};

/// All that OpenSlide shows of a file. Throws base::Error "imaging.decode".
std::vector<SlidePicture> pictures_of_slide(const std::filesystem::path& path);

/// One resolution of a slide in DICOM; `data` outlives it.
SlidePicture picture_of_slide(const dicom::DataSet& data, const dicom::TileMatrix& matrix,
                              const redact::SlideSize& finest);

/// In pixels of one picture.
struct SlidePart {
    std::int64_t left = 0, top = 0, right = 0, bottom = 0;

    bool holds(const SlidePart& other) const {
        return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
    }
};

/// Pieces that can be searched at once, if `parts` does not have them yet.
void cut(const SlidePart& whole, std::vector<SlidePart>& parts);

/// What identifies, and what else is clearly text: in pixels of the finest picture; `frame` is 0.
std::vector<TextRegion> scan_part(const SlidePicture& picture, const SlidePart& part,
                                  const deid::Identifiers& identifiers, TextScanner& scanner);

/// One place is told once.
void tell(std::vector<TextRegion>& told, std::span<const TextRegion> found);

}  // namespace medal::imaging::burned_in
