// What is cut away: all that lies in front of the ears and beyond planes that touch the brain from the front
// and below, each with a margin (the tangent plane of Schimke and Hale 2011, "Quickshear", over a fan of
// angles). By construction no plane enters the hull of the brain.
#pragma once

#include "imaging/face/brain.h"

namespace medal::imaging::face {

/// Between the hull of the brain and the first voxel removed.
constexpr double kMargin_mm = 6;

class Region {
  public:
    Region(const Lattice& lattice, const Outline& outline, const Mask& brain);

    bool holds(const Point& point) const { return beyond_mm(point) > 0; }
    /// How far a place lies beyond the planes; negative where it is kept.
    double beyond_mm(const Point& point) const;
    /// How far a body reaches beyond the planes; 0 where it does not.
    double depth_mm(const Lattice& lattice, const Mask& body) const;

  private:
    static constexpr std::size_t kCuts = 7;
    struct Cut {
        double forward = 0, down = 0, limit = 0;
    };
    std::array<Cut, kCuts> cuts_{};
    double ear_y_ = 0;
    double lowest_z_ = 0;
};

}  // namespace medal::imaging::face
