#include "metrics/volume/geometry.h"

#include <cmath>
#include <fmt/format.h>

namespace medal::metrics {
namespace {

template <std::size_t N>
bool within(const std::array<double, N>& a, const std::array<double, N>& b, double tolerance) {
    for (std::size_t i = 0; i < N; ++i) {
        if (!(std::abs(a[i] - b[i]) <= tolerance)) return false;
    }
    return true;
}

std::string triple(const std::array<double, 3>& v) {
    return fmt::format("{:g} x {:g} x {:g}", v[0], v[1], v[2]);
}

std::string rows_of(const std::array<double, 9>& m) {
    return fmt::format("[{:.4g} {:.4g} {:.4g}; {:.4g} {:.4g} {:.4g}; {:.4g} {:.4g} {:.4g}]", m[0], m[1], m[2],
                       m[3], m[4], m[5], m[6], m[7], m[8]);
}

}  // namespace

std::array<double, 3> Geometry::position_mm(std::array<double, 3> index) const noexcept {
    std::array<double, 3> position = origin_mm;
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            position[row] += direction[3 * row + axis] * spacing_mm[axis] * index[axis];
        }
    }
    return position;
}

std::optional<std::string> difference(const Geometry& reference, const Geometry& prediction) {
    if (reference.size != prediction.size) {
        return fmt::format("size {} x {} x {} against {} x {} x {}", prediction.size[0], prediction.size[1],
                           prediction.size[2], reference.size[0], reference.size[1], reference.size[2]);
    }
    if (!within(reference.spacing_mm, prediction.spacing_mm, kGeometryTolerance_mm)) {
        return fmt::format("spacing {} mm against {} mm", triple(prediction.spacing_mm),
                           triple(reference.spacing_mm));
    }
    if (!within(reference.origin_mm, prediction.origin_mm, kGeometryTolerance_mm)) {
        return fmt::format("origin {} mm against {} mm", triple(prediction.origin_mm),
                           triple(reference.origin_mm));
    }
    if (!within(reference.direction, prediction.direction, kDirectionTolerance)) {
        return fmt::format("direction {} against {}", rows_of(prediction.direction),
                           rows_of(reference.direction));
    }
    return std::nullopt;
}

double diagonal_mm(const Geometry& geometry) noexcept {
    double squared = 0.0;
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(geometry.dimensions()); ++axis) {
        const double length = static_cast<double>(geometry.size[axis]) * geometry.spacing_mm[axis];
        squared += length * length;
    }
    return std::sqrt(squared);
}

}  // namespace medal::metrics
