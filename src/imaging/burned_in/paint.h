// Which bytes of pixel data lie under boxes, so that they can be painted over while the rest stays as it is.
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/dicom/data_set.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace medal::imaging::burned_in {

struct PaintedBytes {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// How samples lie in uncompressed pixel data.
struct PixelLayout {
    std::uint64_t columns = 0;
    std::uint64_t rows = 0;
    std::uint64_t frames = 1;
    /// Of one pixel of one plane.
    std::uint64_t pixel_bytes = 1;
    std::uint64_t planes = 1;
    /// One value that is dark and has no hue in this colour space.
    std::byte colour{0};
};

/// nullopt where samples do not fill whole bytes.
std::optional<PixelLayout> layout_of(const dicom::DataSet& data);

/// In every frame, sorted, without overlap.
std::vector<PaintedBytes> bytes_under(std::span<const TextRegion> regions, const PixelLayout& layout);

}  // namespace medal::imaging::burned_in
