// Whether it becomes brighter from each of 8 by 8 cells to the next, to the right and downwards: one bit
// each. Finer than a pHash, and what it would be for the mirrored or turned picture follows from it.
#pragma once

#include "imaging/similar/grid.h"

#include <array>
#include <cstdint>

namespace medal::imaging::similar {

/// 112 bits: those to the right row by row, then those downwards; the first is the lowest of the first
/// number.
using Steps = std::array<std::uint64_t, 2>;
constexpr unsigned kStepBits = 112;

Steps steps_of(const Grid& grid);

/// 0 to 112.
unsigned bits_apart(const Steps& a, const Steps& b);

/// In the order of `turned` of a pHash (look.h).
std::array<Steps, 8> turned(const Steps& steps);

}  // namespace medal::imaging::similar
