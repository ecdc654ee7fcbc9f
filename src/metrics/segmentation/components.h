// Connected components of a mask by runs along x and union-find, and how two sets of components overlap.
// Linear in the number of runs; 6, 18 or 26 neighbours (4 or 8 in a slice).
#pragma once

#include "metrics/volume/bit_grid.h"

#include <cstdint>
#include <vector>

namespace medal::metrics {

enum class Connectivity : int { face = 6, edge = 18, corner = 26 };

/// Voxels [begin, end) of a row, all of one component.
struct ComponentRun {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::uint32_t component = 0;
};

/// Components are numbered from 0 in the order of their first voxel (x fastest).
struct Components {
    std::vector<ComponentRun> runs;
    std::vector<std::size_t> row_begin;
    std::vector<std::uint64_t> sizes;

    std::size_t count() const noexcept { return sizes.size(); }
};

Components components_of(const BitGrid& mask, Connectivity connectivity);

struct Overlap {
    std::uint32_t reference = 0;
    std::uint32_t prediction = 0;
    std::uint64_t voxels = 0;
};

/// Every pair that shares a voxel, ordered by (reference, prediction). Both must lie on the same frame.
std::vector<Overlap> overlaps(const Components& reference, const Components& prediction);

}  // namespace medal::metrics
