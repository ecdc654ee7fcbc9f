// A label image in memory: whole-numbered labels 0..65535, 0 is background, x fastest. 8 bits a voxel where
// they suffice.
#pragma once

#include "metrics/volume/geometry.h"

#include <cstdint>
#include <variant>
#include <vector>

namespace medal::metrics {

using Label = std::uint16_t;
inline constexpr long long kMaxLabel = 65535;

struct LabelVolume {
    Geometry geometry{};
    std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>> voxels{};

    Label at(std::size_t index) const noexcept;
    bool is_wide() const noexcept { return voxels.index() == 1; }
};

/// The same labels at 16 bits.
LabelVolume widened(const LabelVolume& volume);

/// Nearest neighbour onto another grid; what lies outside becomes background. Only ever on request.
LabelVolume resampled_nearest(const LabelVolume& volume, const Geometry& target);

}  // namespace medal::metrics
