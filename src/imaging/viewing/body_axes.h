// How a NIfTI volume is turned for being shown: columns run to the patient's left, rows to the back, slices
// to the head. The web client turns the voxels the same way (web/src/viewer/nifti.ts): change both or
// neither.
#pragma once

#include "imaging/face/volume.h"
#include "imaging/nifti_checks.h"

#include <array>
#include <cstddef>

namespace medal::imaging::viewing {

/// An axis of the file and whether it runs against the axis of the body.
struct Axis {
    std::size_t index = 0;
    bool is_reversed = false;
};

/// Which axis of the file is nearest to left, back and head; each is used once.
std::array<Axis, 3> axes_of(const face::Placement& place);

/// For a file that does not say how it lies: as stored, with the header's spacing.
face::Placement upright(const NiftiHeader& header);

}  // namespace medal::imaging::viewing
