// Half-voxel surface elements with area: one for every 2 x 2 x 2 cell (2 x 2 in a slice) that holds both
// inside and outside, weighted by the area of its marching-cubes patch (Lorensen & Cline 1987), as in the
// surface-distance library of Nikolov et al. 2021. The `surfel` variant of NSD measures with these.
#pragma once

#include "metrics/segmentation/border.h"

#include <array>
#include <vector>

namespace medal::metrics {

/// Cells on the surface: cell c lies between voxels c-1 and c on each axis.
BitGrid surfel_cells(const BitGrid& mask, int dimensions);

/// Areas in mm2 (lengths in mm in a slice) in the order of the elements of `cells`.
std::vector<double> surfel_areas(const BitGrid& mask, const BorderSet& cells,
                                 const std::array<double, 3>& spacing_mm, int dimensions);

/// Area of each of the 256 neighbourhoods; bit 7 is the corner (c-1, c-1, c-1), bit 0 (c, c, c), z changes
/// fastest.
std::array<double, 256> patch_areas(const std::array<double, 3>& spacing_mm);

}  // namespace medal::metrics
