// What a readable data set claims about its image and its identifiers, held against the bytes that are there.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/finding.h"

#include <cstdint>
#include <optional>

namespace medal::imaging::dicom {

struct ImageShape {
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t frames = 1;
    std::uint64_t samples = 1;
    std::uint64_t bits_allocated = 0;

    std::uint64_t frame_pixels() const { return rows * columns; }
    /// Decoded; one-bit images are packed.
    std::uint64_t frame_bits() const { return rows * columns * samples * bits_allocated; }
};

/// nullopt where the data set holds no image. The numbers are as claimed, not yet checked.
std::optional<ImageShape> shape_of(const DataSet& data);

/// Of uncompressed pixel data. YBR_FULL_422 holds two samples a pixel instead of three (PS3.3, C.7.6.3.1.2).
std::uint64_t native_bytes(const DataSet& data, const ImageShape& shape);

/// Appends refusals and warnings.
void check_image(const DataSet& data, Findings& findings);

}  // namespace medal::imaging::dicom
