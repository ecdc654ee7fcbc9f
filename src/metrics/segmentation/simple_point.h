// Whether a voxel may go without changing the topology of a mask with 26-connected foreground and 6-connected
// background: exactly one foreground component in its 26-neighbourhood and exactly one background component,
// 6-connected within the 18-neighbourhood, that touches it by a face (Bertrand & Malandain 1994).
#pragma once

#include <cstdint>

namespace medal::metrics {

/// `around`: 27 voxels, bit x + 3y + 9z; the centre (bit 13) is ignored.
bool is_simple(std::uint32_t around) noexcept;

/// At most one foreground component among the neighbours: the weaker test by which Lee's candidates are
/// checked again one by one.
bool keeps_connected(std::uint32_t around) noexcept;

}  // namespace medal::metrics
