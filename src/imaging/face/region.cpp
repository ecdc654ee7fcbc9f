#include "imaging/face/region.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::face {
namespace {

/// Below straight ahead: flatter ones would take the forehead, steeper ones the neck.
constexpr double kFirstAngle = 30, kLastAngle = 60;
/// From the vertex to below the chin of the largest heads.
constexpr double kHead_mm = 260;
/// A column of brain in the side view needs this many cubes; single ones are noise.
constexpr std::size_t kFewestCubes = 3;

struct SideView {
    double y, z;
};

std::vector<SideView> side_view(const Lattice& lattice, const Mask& brain) {
    std::vector<SideView> view;
    for (std::size_t k = 0; k < lattice.size[2]; ++k) {
        for (std::size_t j = 0; j < lattice.size[1]; ++j) {
            std::size_t count = 0;
            for (std::size_t i = 0; i < lattice.size[0]; ++i) count += brain[lattice.index(i, j, k)];
            if (count >= kFewestCubes) view.push_back({lattice.y(j), lattice.z(k)});
        }
    }
    return view;
}

}  // namespace

Region::Region(const Lattice& lattice, const Outline& outline, const Mask& brain) {
    constexpr double kPi = 3.14159265358979323846;
    const auto view = side_view(lattice, brain);
    double front = 1e9;
    double back = -1e9;
    for (const auto& at : view) {
        front = std::min(front, at.y);
        back = std::max(back, at.y);
    }
    for (std::size_t n = 0; n < kCuts; ++n) {
        const double share = static_cast<double>(n) / (kCuts - 1);
        const double angle = (kFirstAngle + share * (kLastAngle - kFirstAngle)) * kPi / 180;
        auto& cut = cuts_[n];
        cut = {std::cos(angle), std::sin(angle), -1e9};
        for (const auto& at : view) {
            cut.limit = std::max(cut.limit, -cut.forward * at.y - cut.down * at.z + kMargin_mm);
        }
    }
    // The ears lie a little in front of the middle of the brain; kept whole.
    ear_y_ = front + 0.45 * (back - front);
    lowest_z_ = outline.top_mm - kHead_mm;
}

double Region::beyond_mm(const Point& point) const {
    double beyond = -1e9;
    for (const auto& cut : cuts_) {
        beyond = std::max(beyond, -cut.forward * point.y - cut.down * point.z - cut.limit);
    }
    return std::min({beyond, ear_y_ - point.y, point.z - lowest_z_});
}

double Region::depth_mm(const Lattice& lattice, const Mask& body) const {
    double most = 0;
    for (std::size_t k = 0; k < lattice.size[2]; ++k) {
        for (std::size_t j = 0; j < lattice.size[1]; ++j) {
            const double beyond = beyond_mm({0, lattice.y(j), lattice.z(k)});
            if (beyond <= most) continue;
            for (std::size_t i = 0; i < lattice.size[0]; ++i) {
                if (body[lattice.index(i, j, k)] != 0) most = beyond;
            }
        }
    }
    return most;
}

}  // namespace medal::imaging::face
