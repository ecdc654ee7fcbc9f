// Skeletons by thinning, for clDice (Shit et al. 2021): volumes after Lee, Kashyap & Chu 1994 with the order
// of directions of the common implementations, slices after Zhang & Suen 1984. A voxel is removed only if it
// is simple: exactly one 26-component of foreground and one 6-component of background around it (Bertrand &
// Malandain 1994).
#pragma once

#include "metrics/volume/bit_grid.h"

namespace medal::metrics {

BitGrid skeleton_of(const BitGrid& mask, int dimensions);

/// Harmonic mean of the skeletons' shares in the other mask; 0 when neither skeleton touches the other mask,
/// NaN when a skeleton is empty.
double cl_dice(const BitGrid& reference, const BitGrid& prediction, int dimensions);

}  // namespace medal::metrics
