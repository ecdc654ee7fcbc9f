// The part of space in which a head is searched: cubes along the patient's own axes, and sets of cubes with
// the few operations of mathematical morphology that the search needs.
#pragma once

#include "imaging/face/volume.h"

#include <cstdint>

namespace medal::imaging::face {

constexpr double kCube_mm = 2;

struct Lattice {
    std::array<std::size_t, 3> size{};
    /// Centre of the first cube, LPS.
    Point corner;

    std::size_t count() const { return size[0] * size[1] * size[2]; }
    std::size_t index(std::size_t i, std::size_t j, std::size_t k) const {
        return (k * size[1] + j) * size[0] + i;
    }
    double x(std::size_t i) const { return corner.x + kCube_mm * static_cast<double>(i); }
    double y(std::size_t j) const { return corner.y + kCube_mm * static_cast<double>(j); }
    double z(std::size_t k) const { return corner.z + kCube_mm * static_cast<double>(k); }
    /// The nearest cube; nullopt outside.
    std::optional<std::size_t> cube_at(const Point& point) const;
};

struct Grid {
    Lattice lattice;
    /// A value a cube, in the order of the lattice; Hounsfield units in CT.
    std::vector<float> values;
    /// 0 where the volume does not reach.
    std::vector<std::uint8_t> covered;
};

/// Not 0 where a cube is set; as long as Grid::values.
using Mask = std::vector<std::uint8_t>;

/// The uppermost part of the volume, as much as any head needs. Empty where the volume spans no space.
std::optional<Grid> resample(const Volume& volume);

/// Distance in millimetres from each cube that is set to the nearest one that is not; the edge of the lattice
/// counts as set.
std::vector<float> depth_mm(const Lattice& lattice, const Mask& mask);

/// Cubes that lie deeper in the mask than the radius, and all that lie within the radius of it.
Mask eroded(const Lattice& lattice, const Mask& mask, double radius_mm);
Mask dilated(const Lattice& lattice, const Mask& mask, double radius_mm);

/// The largest set of cubes that touch by their faces.
Mask largest_part(const Lattice& lattice, const Mask& mask);
/// Sets every cube from which no way over unset cubes leads out of the lattice.
Mask filled(const Lattice& lattice, const Mask& mask);

/// The threshold between two classes (Otsu 1979), over values between the smallest and the 99th percentile.
float two_class_threshold(std::vector<float> values);

}  // namespace medal::imaging::face
