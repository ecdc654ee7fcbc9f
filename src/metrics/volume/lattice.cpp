#include "metrics/volume/lattice.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace medal::metrics {
namespace {

constexpr double kCorner_mm = 0.01;

/// The component of `to`'s axis along `from`'s axis.
double along(const Geometry& from, std::size_t from_axis, const Geometry& to, std::size_t to_axis) {
    double sum = 0;
    for (std::size_t row = 0; row < 3; ++row)
        sum += from.direction[3 * row + from_axis] * to.direction[3 * row + to_axis];
    return sum;
}

/// Which axis goes which way; nothing where the axes are turned against each other.
bool find_axes(const Geometry& from, const Geometry& to, LatticeMap& map) {
    std::array<bool, 3> taken{};
    for (std::size_t a = 0; a < 3; ++a) {
        std::size_t best = 3;
        for (std::size_t b = 0; b < 3; ++b) {
            if (std::abs(std::abs(along(from, a, to, b)) - 1) <= kDirectionTolerance) best = b;
        }
        if (best == 3 || taken[best]) return false;
        taken[best] = true;
        map.axis[a] = best;
        map.sign[a] = along(from, a, to, best) > 0 ? 1 : -1;
        const bool has_length = from.size[a] > 1 && to.size[best] > 1;
        if (has_length && std::abs(from.spacing_mm[a] - to.spacing_mm[best]) > kGeometryTolerance_mm)
            return false;
    }
    return true;
}

/// Where a point lies among the voxels of a grid, which may be between them.
std::array<double, 3> index_at(const Geometry& grid, const std::array<double, 3>& position_mm) {
    std::array<double, 3> index{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        for (std::size_t row = 0; row < 3; ++row)
            index[axis] += grid.direction[3 * row + axis] * (position_mm[row] - grid.origin_mm[row]);
        index[axis] /= grid.spacing_mm[axis];
    }
    return index;
}

std::array<std::int64_t, 3> corner_of(const Geometry& grid, unsigned which) {
    std::array<std::int64_t, 3> corner{};
    for (unsigned axis = 0; axis < 3; ++axis)
        corner[axis] = (which >> axis & 1U) != 0 ? grid.size[axis] - 1 : 0;
    return corner;
}

bool corners_coincide(const Geometry& from, const Geometry& to, const LatticeMap& map) {
    for (unsigned which = 0; which < 8; ++which) {
        const auto corner = corner_of(from, which);
        const auto mapped = map(corner);
        const auto here = from.position_mm(
            {static_cast<double>(corner[0]), static_cast<double>(corner[1]), static_cast<double>(corner[2])});
        const auto there = to.position_mm(
            {static_cast<double>(mapped[0]), static_cast<double>(mapped[1]), static_cast<double>(mapped[2])});
        for (std::size_t row = 0; row < 3; ++row) {
            if (!(std::abs(here[row] - there[row]) <= kCorner_mm)) return false;
        }
    }
    return true;
}

bool is_inside(const std::array<std::int64_t, 3>& index, const Geometry& grid) {
    return std::equal(index.begin(), index.end(), grid.size.begin(),
                      [](std::int64_t i, std::int64_t size) { return i >= 0 && i < size; });
}

template <class Voxel>
std::vector<Voxel> lay(const std::vector<Voxel>& voxels, const Geometry& from, const Geometry& to,
                       const LatticeMap& map) {
    std::vector<Voxel> laid(static_cast<std::size_t>(to.voxel_count()), Voxel{0});
    std::size_t at = 0;
    for (std::int64_t z = 0; z < from.size[2]; ++z) {
        for (std::int64_t y = 0; y < from.size[1]; ++y) {
            for (std::int64_t x = 0; x < from.size[0]; ++x, ++at) {
                if (voxels[at] == 0) continue;
                const auto index = map({x, y, z});
                if (!is_inside(index, to)) {
                    throw base::Error{
                        base::ErrorKind::invalid,
                        "segmentation.outside",
                        "It has labels outside of the other image.",
                        {.field = {}, .hint = "Compare segmentations of the same series.", .detail = {}}};
                }
                const auto place = index[0] + to.size[0] * (index[1] + to.size[1] * index[2]);
                laid[static_cast<std::size_t>(place)] = voxels[at];
            }
        }
    }
    return laid;
}

}  // namespace

std::array<std::int64_t, 3> LatticeMap::operator()(const std::array<std::int64_t, 3>& index) const noexcept {
    std::array<std::int64_t, 3> mapped = offset;
    for (std::size_t a = 0; a < 3; ++a) mapped[axis[a]] += sign[a] * index[a];
    return mapped;
}

std::optional<LatticeMap> lattice_map(const Geometry& from, const Geometry& to) {
    LatticeMap map;
    if (!find_axes(from, to, map)) return std::nullopt;
    const auto first = index_at(to, from.origin_mm);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        if (!(std::abs(first[axis]) < 1e9)) return std::nullopt;
        map.offset[axis] = std::llround(first[axis]);
    }
    return corners_coincide(from, to, map) ? std::optional{map} : std::nullopt;
}

Geometry covering(const Geometry& base, const Geometry& other, const LatticeMap& other_to_base) {
    auto low = std::array<std::int64_t, 3>{};
    auto high = std::array<std::int64_t, 3>{base.size[0] - 1, base.size[1] - 1, base.size[2] - 1};
    for (unsigned which = 0; which < 8; ++which) {
        const auto corner = other_to_base(corner_of(other, which));
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], corner[axis]);
            high[axis] = std::max(high[axis], corner[axis]);
        }
    }
    Geometry grid = base;
    grid.origin_mm = base.position_mm(
        {static_cast<double>(low[0]), static_cast<double>(low[1]), static_cast<double>(low[2])});
    for (std::size_t axis = 0; axis < 3; ++axis) grid.size[axis] = high[axis] - low[axis] + 1;
    return grid;
}

LabelVolume laid_on(const LabelVolume& volume, const Geometry& target, const LatticeMap& to_target) {
    LabelVolume laid;
    laid.geometry = target;
    std::visit([&](const auto& voxels) { laid.voxels = lay(voxels, volume.geometry, target, to_target); },
               volume.voxels);
    return laid;
}

}  // namespace medal::metrics
