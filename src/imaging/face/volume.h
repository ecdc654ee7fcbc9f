// A volume of a patient as the search for a face needs it: every voxel has a place in millimetres (LPS, as
// PS3.3 C.7.6.2.1.1: x to the left, y to the back, z to the head), fine voxels are averaged to about two
// millimetres while they are read, so that memory does not follow the size of the series.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace medal::imaging::face {

struct Point {
    double x = 0, y = 0, z = 0;
};

Point operator+(const Point& a, const Point& b);
Point operator*(double factor, const Point& a);
double dot(const Point& a, const Point& b);
Point cross(const Point& a, const Point& b);

/// Where voxels lie: the centre of the first, and the steps along columns, rows and slices.
struct Placement {
    Point origin;
    std::array<Point, 3> step;

    Point at(double i, double j, double k) const { return origin + i * step[0] + j * step[1] + k * step[2]; }
    /// The voxel at a place, as fractions; nullopt where the steps span no space.
    std::optional<Placement> inverse() const;
    /// Numbers that a body can have: finite, voxels of 0.001 to 1000 mm, nothing 100 m away.
    bool is_plausible() const;
};

/// What the numbers mean: Hounsfield units (air is -1000, bone above 200), a signal of any scale, or uptake.
enum class Method { mr, ct, pet };

struct Volume {
    std::array<std::size_t, 3> size{};
    Placement place;
    std::vector<float> values;
    Method method = Method::mr;

    bool is_ct() const { return method == Method::ct; }
    float at(std::size_t i, std::size_t j, std::size_t k) const {
        return values[(k * size[1] + j) * size[0] + i];
    }
};

/// Takes whole slices, in order, and keeps averages of blocks.
class Shrinker {
  public:
    Shrinker(const std::array<std::size_t, 3>& size, const Placement& place);

    void add_slice(std::size_t k, std::span<const float> values);
    Volume finish(Method method) &&;

  private:
    std::array<std::size_t, 3> full_;
    std::array<std::size_t, 3> factor_{};
    Volume volume_;
};

}  // namespace medal::imaging::face
