// Boundary IoU (Cheng et al. 2021; Metrics Reloaded): IoU of the two inner rims, where the rim of a mask is
// its voxels nearer than `width` voxels to its own border. Measured in voxels, not millimetres, as published.
#pragma once

#include "metrics/volume/bit_grid.h"

namespace medal::metrics {

struct RimOptions {
    int width_voxels = 2;
    int dimensions = 3;
};

BitGrid rim_of(const BitGrid& mask, const BitGrid& border, RimOptions options);

/// NaN when both are empty.
double intersection_over_union(const BitGrid& a, const BitGrid& b) noexcept;

}  // namespace medal::metrics
