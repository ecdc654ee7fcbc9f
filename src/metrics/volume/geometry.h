// Where voxels lie in space. Two masks are compared only when their geometry is the same; nothing here
// resamples silently. Axis 0 (x) is the fastest in memory.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace medal::metrics {

inline constexpr double kGeometryTolerance_mm = 1e-3;
inline constexpr double kDirectionTolerance = 1e-4;

struct Geometry {
    std::array<std::int64_t, 3> size{1, 1, 1};
    std::array<double, 3> spacing_mm{1, 1, 1};
    std::array<double, 3> origin_mm{0, 0, 0};
    /// Row-major; column a is the unit vector of axis a.
    std::array<double, 9> direction{1, 0, 0, 0, 1, 0, 0, 0, 1};

    std::int64_t voxel_count() const noexcept { return size[0] * size[1] * size[2]; }
    /// 2 for a single slice: its third axis has no neighbours and no length.
    int dimensions() const noexcept { return size[2] == 1 ? 2 : 3; }
    /// Centre of a voxel.
    std::array<double, 3> position_mm(std::array<double, 3> index) const noexcept;
};

/// How `prediction` differs from `reference`, as a clause for an error message; nothing when it does not.
std::optional<std::string> difference(const Geometry& reference, const Geometry& prediction);

/// Length of the diagonal of the field of view: the worst distance two masks of this image can have.
double diagonal_mm(const Geometry& geometry) noexcept;

}  // namespace medal::metrics
