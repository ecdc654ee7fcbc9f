// The fields of a NIfTI-1 or NIfTI-2 header that a label image needs, checked. Field offsets are those of
// nifti1.h (2007) and nifti2.h (2011).
#pragma once

#include "metrics/io/gzip_file.h"
#include "metrics/volume/geometry.h"

#include <cstdint>

namespace medal::metrics {

enum class VoxelType { uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64 };

struct NiftiHeader {
    Geometry geometry{};
    VoxelType type = VoxelType::uint8;
    bool swapped = false;
    double slope = 1;
    double intercept = 0;
    /// Bytes between the end of the header and the first voxel.
    std::uint64_t gap_bytes = 0;

    bool is_scaled() const noexcept { return slope != 1 || intercept != 0; }
};

std::size_t bytes_of(VoxelType type) noexcept;

NiftiHeader read_nifti_header(GzipFile& file);

}  // namespace medal::metrics
