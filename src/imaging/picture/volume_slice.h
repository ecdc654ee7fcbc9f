// Slices of a NIfTI volume as one looks at them: the patient's right on the left, the front or the head on
// top, as far as the header says how the voxels lie.
#pragma once

#include "imaging/nifti_checks.h"
#include "imaging/picture/display.h"

#include <optional>

namespace medal::imaging::picture {

/// Slices times volumes.
std::uint64_t slice_count(const NiftiHeader& header);

/// One real number or a colour a voxel, and not too many of them; other volumes are kept, and not drawn.
bool is_drawable(const NiftiHeader& header);

/// `file` is inflated and passed check_nifti. Slice `number`, or the middle one of the first volume. Without
/// a window the header's display range, then the 1st to the 99th percentile of the slice.
Raster load_volume_slice(Bytes file, const NiftiHeader& header, std::optional<std::uint64_t> number,
                         std::optional<Window> window);

}  // namespace medal::imaging::picture
