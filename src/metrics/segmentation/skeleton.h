// Skeletons by thinning, for clDice (Shit et al. 2021): volumes after Lee, Kashyap & Chu 1994 in the order of
// directions and with the recheck of the common implementations (ImageJ, scikit-image), so that values
// compare with Metrics Reloaded; slices after Zhang & Suen 1984. The recheck looks at connectedness only, so
// a compact object may vanish altogether: clDice then has no value and says so.
#pragma once

#include "metrics/volume/bit_grid.h"

namespace medal::metrics {

BitGrid skeleton_of(const BitGrid& mask, int dimensions);

/// Harmonic mean of the skeletons' shares in the other mask; 0 when neither skeleton touches the other mask,
/// NaN when a skeleton is empty.
double cl_dice(const BitGrid& reference, const BitGrid& prediction, int dimensions);

}  // namespace medal::metrics
