// Two grids whose voxel centres coincide, up to the order and direction of axes and to where they begin: the
// labels of one are laid on the other voxel by voxel, and no value is made up. A DICOM segmentation leaves
// out empty slices, and a NIfTI image of the same series runs along other axes.
#pragma once

#include "metrics/volume/label_volume.h"

#include <array>
#include <optional>

namespace medal::metrics {

/// Voxel i of the one is voxel j of the other: j[axis[a]] = offset[axis[a]] + sign[a] * i[a].
struct LatticeMap {
    std::array<std::size_t, 3> axis{};
    std::array<std::int64_t, 3> sign{};
    std::array<std::int64_t, 3> offset{};

    std::array<std::int64_t, 3> operator()(const std::array<std::int64_t, 3>& index) const noexcept;
};

/// Nothing where the centres do not coincide (directions to 1e-4, positions to 0.01 mm at every corner). The
/// spacing of an axis that is one voxel long does not matter.
std::optional<LatticeMap> lattice_map(const Geometry& from, const Geometry& to);

/// The grid of `base`, long enough in each direction to hold `other` too.
Geometry covering(const Geometry& base, const Geometry& other, const LatticeMap& other_to_base);

/// The labels on the grid `target`. Throws base::Error{invalid, "segmentation.outside"} where a label lies
/// outside of it.
LabelVolume laid_on(const LabelVolume& volume, const Geometry& target, const LatticeMap& to_target);

}  // namespace medal::metrics
