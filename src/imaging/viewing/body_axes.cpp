#include "imaging/viewing/body_axes.h"

#include <cmath>

namespace medal::imaging::viewing {
namespace {

using face::Placement;

double part_along(const face::Point& step, std::size_t body_axis) {
    const double size = std::sqrt(dot(step, step));
    const double part = body_axis == 0 ? step.x : body_axis == 1 ? step.y : step.z;
    return size > 0 ? part / size : 0;
}

}  // namespace

std::array<Axis, 3> axes_of(const Placement& place) {
    std::array<Axis, 3> axes;
    std::array<bool, 3> is_used{}, is_found{};
    for (int round = 0; round < 3; ++round) {
        std::size_t best_body = 0, best_file = 0;
        double best = -1;
        for (std::size_t body = 0; body < 3; ++body) {
            for (std::size_t file = 0; file < 3; ++file) {
                const double part = std::abs(part_along(place.step[file], body));
                if (is_found[body] || is_used[file] || part <= best) continue;
                best = part;
                best_body = body;
                best_file = file;
            }
        }
        is_found[best_body] = is_used[best_file] = true;
        axes[best_body] = {best_file, part_along(place.step[best_file], best_body) < 0};
    }
    return axes;
}

Placement upright(const NiftiHeader& header) {
    Placement place;
    const auto step = [&](std::size_t axis) {
        const double size = std::abs(header.pixdim[axis]);
        return size > 0 && std::isfinite(size) ? size : 1.0;
    };
    place.step = {face::Point{step(1), 0, 0}, face::Point{0, step(2), 0}, face::Point{0, 0, step(3)}};
    return place;
}

}  // namespace medal::imaging::viewing
