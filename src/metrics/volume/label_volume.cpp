#include "metrics/volume/label_volume.h"

#include <cmath>

namespace medal::metrics {
namespace {

/// Index in the source of a target voxel: one affine map, so it is prepared once.
struct IndexMap {
    std::array<double, 9> matrix{};
    std::array<double, 3> offset{};

    IndexMap(const Geometry& source, const Geometry& target) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            for (std::size_t row = 0; row < 3; ++row) {
                // Columns are orthonormal, so the inverse of the direction is its transpose.
                const double weight = source.direction[3 * row + axis] / source.spacing_mm[axis];
                offset[axis] += weight * (target.origin_mm[row] - source.origin_mm[row]);
                for (std::size_t from = 0; from < 3; ++from) {
                    matrix[3 * axis + from] +=
                        weight * target.direction[3 * row + from] * target.spacing_mm[from];
                }
            }
        }
    }

    std::array<std::int64_t, 3> operator()(const std::array<double, 3>& index) const {
        std::array<std::int64_t, 3> result{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            double value = offset[axis];
            for (std::size_t from = 0; from < 3; ++from) value += matrix[3 * axis + from] * index[from];
            result[axis] = static_cast<std::int64_t>(std::floor(value + 0.5));
        }
        return result;
    }
};

template <class Voxel>
std::vector<Voxel> resample(const std::vector<Voxel>& voxels, const Geometry& source,
                            const Geometry& target) {
    const IndexMap map(source, target);
    std::vector<Voxel> result(static_cast<std::size_t>(target.voxel_count()), Voxel{0});
    std::size_t out = 0;
    for (std::int64_t z = 0; z < target.size[2]; ++z) {
        for (std::int64_t y = 0; y < target.size[1]; ++y) {
            for (std::int64_t x = 0; x < target.size[0]; ++x, ++out) {
                const auto at = map({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
                bool inside = true;
                for (std::size_t a = 0; a < 3; ++a) inside = inside && at[a] >= 0 && at[a] < source.size[a];
                if (!inside) continue;
                const std::int64_t from = at[0] + source.size[0] * (at[1] + source.size[1] * at[2]);
                result[out] = voxels[static_cast<std::size_t>(from)];
            }
        }
    }
    return result;
}

}  // namespace

Label LabelVolume::at(std::size_t index) const noexcept {
    if (const auto* narrow = std::get_if<0>(&voxels)) return (*narrow)[index];
    return (*std::get_if<1>(&voxels))[index];
}

LabelVolume widened(const LabelVolume& volume) {
    if (volume.is_wide()) return volume;
    const auto& narrow = std::get<0>(volume.voxels);
    return {volume.geometry, std::vector<std::uint16_t>(narrow.begin(), narrow.end())};
}

LabelVolume resampled_nearest(const LabelVolume& volume, const Geometry& target) {
    LabelVolume result{target, {}};
    if (const auto* narrow = std::get_if<0>(&volume.voxels)) {
        result.voxels = resample(*narrow, volume.geometry, target);
    } else {
        result.voxels = resample(std::get<1>(volume.voxels), volume.geometry, target);
    }
    return result;
}

}  // namespace medal::metrics
