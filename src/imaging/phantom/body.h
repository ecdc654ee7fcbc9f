// Bodies as sums of ellipsoids in millimetres, each with a value: Hounsfield units for CT, signal for MR.
#pragma once

#include "imaging/phantom/phantom.h"

#include <vector>

namespace medal::imaging::phantom {

struct Ellipsoid {
    double x, y, z;
    double radius_x, radius_y, radius_z;
    double value;
    /// How strongly the tissue's own texture shows.
    double texture = 0;
};

/// The brain of ct_face, mr_face and pet_head, as the parts that make it up: what defacing may never touch.
std::vector<Ellipsoid> brain_of_face();

struct Body {
    double air = -1000;
    double noise = 12;
    /// Later ones cover earlier ones.
    std::vector<Ellipsoid> parts;
};

/// Varies a little with the seed; the last part is the lesion when there is one.
Body body_of(Kind kind, std::uint64_t seed, bool with_lesion);

/// One axial slice of the body at height z, row by row.
std::vector<double> slice_of(const Body& body, double z_mm, std::size_t size, double spacing_mm,
                             std::uint64_t seed);

/// What a detector of about five millimetres makes of a slice of two.
void blur(std::vector<double>& values, std::size_t size);

}  // namespace medal::imaging::phantom
