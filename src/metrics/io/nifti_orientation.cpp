#include "metrics/io/nifti_orientation.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace medal::metrics {
namespace {

using Matrix = std::array<double, 9>;

/// Columns further from right angles than this are sheared.
constexpr double kShearTolerance = 1e-3;
/// A column's length and pixdim that agree this well are the same number, rounded apart.
constexpr double kSameSpacing = 1e-5;

Matrix rotation_of(const Orientation& o) noexcept {
    const double b = o.quaternion[0];
    const double c = o.quaternion[1];
    const double d = o.quaternion[2];
    const double a = std::sqrt(std::max(0.0, 1.0 - (b * b + c * c + d * d)));
    const double handedness = o.pixdim[0] < 0 ? -1 : 1;
    return {a * a + b * b - c * c - d * d,
            2 * (b * c - a * d),
            handedness * 2 * (b * d + a * c),
            2 * (b * c + a * d),
            a * a + c * c - b * b - d * d,
            handedness * 2 * (c * d - a * b),
            2 * (b * d - a * c),
            2 * (c * d + a * b),
            handedness * (a * a + d * d - c * c - b * b)};
}

double column_length(const Matrix& m, std::size_t axis) noexcept {
    int parts = 0;
    double largest = 0;
    double squared = 0;
    for (std::size_t row = 0; row < 3; ++row) {
        const double value = m[3 * row + axis];
        parts += value != 0 ? 1 : 0;
        largest = std::max(largest, std::abs(value));
        squared += value * value;
    }
    return parts <= 1 ? largest : std::sqrt(squared);
}

void use_sform(const Orientation& o, Geometry& geometry) noexcept {
    Matrix m{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t axis = 0; axis < 3; ++axis) m[3 * row + axis] = o.srow[4 * row + axis];
        geometry.origin_mm[row] = o.srow[4 * row + 3];
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double length = column_length(m, axis);
        const double stated = std::abs(o.pixdim[axis + 1]);
        if (std::abs(length - stated) <= kSameSpacing * stated) length = stated;
        geometry.spacing_mm[axis] = length;
        for (std::size_t row = 0; row < 3; ++row)
            geometry.direction[3 * row + axis] = m[3 * row + axis] / length;
    }
}

bool is_usable(const Geometry& geometry) noexcept {
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double spacing = geometry.spacing_mm[axis];
        if (!std::isfinite(spacing) || spacing < 1e-6 || spacing > 1e6) return false;
        if (!std::isfinite(geometry.origin_mm[axis])) return false;
    }
    return std::all_of(geometry.direction.begin(), geometry.direction.end(),
                       [](double value) { return std::isfinite(value); });
}

bool has_right_angles(const Matrix& m) noexcept {
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = a; b < 3; ++b) {
            double dot = 0;
            for (std::size_t row = 0; row < 3; ++row) dot += m[3 * row + a] * m[3 * row + b];
            if (std::abs(dot - (a == b ? 1 : 0)) > kShearTolerance) return false;
        }
    }
    return true;
}

}  // namespace

double decimal_of(float value) noexcept {
    if (!std::isfinite(value)) return static_cast<double>(value);
    std::array<char, 64> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    double result = 0;
    std::from_chars(text.data(), written.ptr, result);
    return result;
}

Geometry geometry_of(const Orientation& o, const std::array<std::int64_t, 3>& size, const GzipFile& file) {
    Geometry geometry;
    geometry.size = size;
    for (std::size_t axis = 0; axis < 3; ++axis) geometry.spacing_mm[axis] = std::abs(o.pixdim[axis + 1]);
    if (size[2] == 1 && geometry.spacing_mm[2] == 0) geometry.spacing_mm[2] = 1;  // a slice has no thickness
    if (o.sform_code > 0) {
        use_sform(o, geometry);
    } else if (o.qform_code > 0) {
        geometry.direction = rotation_of(o);
        geometry.origin_mm = o.offset;
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
        geometry.spacing_mm[axis] *= o.scale_mm;
        geometry.origin_mm[axis] *= o.scale_mm;
    }
    if (!is_usable(geometry)) file.fail_damaged("has no usable voxel spacing or position");
    if (!has_right_angles(geometry.direction)) {
        file.fail_damaged("has axes that are not at right angles; resample it onto an orthogonal grid");
    }
    return geometry;
}

}  // namespace medal::metrics
