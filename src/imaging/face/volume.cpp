#include "imaging/face/volume.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::face {
namespace {

constexpr double kKept_mm = 2;

double length(const Point& a) {
    return std::sqrt(dot(a, a));
}

}  // namespace

Point operator+(const Point& a, const Point& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
Point operator*(double factor, const Point& a) {
    return {factor * a.x, factor * a.y, factor * a.z};
}
double dot(const Point& a, const Point& b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
Point cross(const Point& a, const Point& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

std::optional<Placement> Placement::inverse() const {
    const auto& [a, b, c] = step;
    const double volume = dot(a, cross(b, c));
    if (!std::isfinite(volume) || std::abs(volume) < 1e-9) return std::nullopt;
    // Rows of the inverse, stood up as columns so that at(x, y, z) applies them.
    const Point r0 = (1 / volume) * cross(b, c);
    const Point r1 = (1 / volume) * cross(c, a);
    const Point r2 = (1 / volume) * cross(a, b);
    Placement result;
    result.step = {Point{r0.x, r1.x, r2.x}, Point{r0.y, r1.y, r2.y}, Point{r0.z, r1.z, r2.z}};
    result.origin = Point{-dot(r0, origin), -dot(r1, origin), -dot(r2, origin)};
    return result;
}

bool Placement::is_plausible() const {
    constexpr double kFarthest_mm = 1e5;
    // Comparisons with what is no number are false.
    const auto is_voxel = [](const Point& a) { return length(a) >= 1e-3 && length(a) <= 1e3; };
    return std::all_of(step.begin(), step.end(), is_voxel) && length(origin) <= kFarthest_mm;
}

Shrinker::Shrinker(const std::array<std::size_t, 3>& size, const Placement& place) : full_(size) {
    volume_.place = place;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double spacing = length(place.step[axis]);
        const double factor = std::clamp(std::floor(kKept_mm / std::max(spacing, 1e-3)), 1.0, 16.0);
        factor_[axis] = std::min(static_cast<std::size_t>(factor), size[axis]);
        volume_.size[axis] = size[axis] / factor_[axis];
        const double middle = static_cast<double>(factor_[axis] - 1) / 2;
        volume_.place.origin = volume_.place.origin + middle * place.step[axis];
        volume_.place.step[axis] = static_cast<double>(factor_[axis]) * place.step[axis];
    }
    volume_.values.assign(volume_.size[0] * volume_.size[1] * volume_.size[2], 0);
}

void Shrinker::add_slice(std::size_t k, std::span<const float> values) {
    const auto slice = k / factor_[2];
    if (slice >= volume_.size[2]) return;
    auto* out = volume_.values.data() + slice * volume_.size[0] * volume_.size[1];
    const auto weight = 1.0F / static_cast<float>(factor_[0] * factor_[1] * factor_[2]);
    for (std::size_t j = 0; j < volume_.size[1] * factor_[1]; ++j) {
        auto* row = out + j / factor_[1] * volume_.size[0];
        const auto* in = values.data() + j * full_[0];
        for (std::size_t i = 0; i < volume_.size[0]; ++i) {
            for (std::size_t n = 0; n < factor_[0]; ++n) {
                const float value = in[i * factor_[0] + n];
                row[i] += std::isfinite(value) ? value * weight : 0;
            }
        }
    }
}

Volume Shrinker::finish(Method method) && {
    volume_.method = method;
    return std::move(volume_);
}

}  // namespace medal::imaging::face
