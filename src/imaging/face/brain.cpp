#include "imaging/face/brain.h"

#include <algorithm>

namespace medal::imaging::face {
namespace {

/// Scalp and skull together are nowhere thinner over a brain.
constexpr float kShell_mm = 6;
/// From the vertex to the foramen magnum of the largest heads.
constexpr double kLowest_mm = 155;
/// No brain is larger; what is has leaked into muscles.
constexpr double kLargest_ml = 1900;
constexpr double kCube_ml = kCube_mm * kCube_mm * kCube_mm / 1000;

Mask candidates(const Grid& grid, const Outline& outline, float tissue, Method method) {
    const float low = method == Method::ct ? -5.0F : 0.45F * tissue;
    const float high = method == Method::ct ? 100.0F : 1.7F * tissue;
    const auto depth = depth_mm(grid.lattice, outline.body);
    const auto slice = grid.lattice.size[0] * grid.lattice.size[1];
    Mask mask(grid.values.size());
    for (std::size_t i = 0; i < mask.size(); ++i) {
        const bool is_high = grid.lattice.z(i / slice) > outline.top_mm - kLowest_mm;
        mask[i] = is_high && depth[i] > kShell_mm && grid.values[i] > low && grid.values[i] < high;
    }
    return mask;
}

double volume_ml(const Mask& mask) {
    return static_cast<double>(std::count_if(mask.begin(), mask.end(), [](auto v) { return v != 0; })) *
           kCube_ml;
}

}  // namespace

Brain find_brain(const Grid& grid, const Outline& outline, float tissue, Method method) {
    const auto open = candidates(grid, outline, tissue, method);
    Brain brain;
    for (const double radius : {4.0, 6.0, 8.0, 10.0}) {
        const auto core = largest_part(grid.lattice, eroded(grid.lattice, open, radius));
        brain.mask = dilated(grid.lattice, core, radius + kCube_mm);
        for (std::size_t i = 0; i < open.size(); ++i) brain.mask[i] = brain.mask[i] != 0 && open[i] != 0;
        brain.volume_ml = volume_ml(brain.mask);
        if (brain.volume_ml < kLargest_ml) break;
    }
    return brain;
}

}  // namespace medal::imaging::face
