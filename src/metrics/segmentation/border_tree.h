// A k-d tree over the elements of a border (Bentley 1975; boxes as in Friedman, Bentley & Finkel 1977), for
// elements whose nearest neighbour is too far for the search over rows. The bound of a box is the same
// expression as the distance itself, and rounding is monotone, so no element is ever passed over wrongly.
#pragma once

#include "metrics/segmentation/border.h"

#include <array>
#include <cstdint>
#include <vector>

namespace medal::metrics {

/// A grid voxel; 32 bits hold every index of an image in memory.
using GridPoint = std::array<std::int32_t, 3>;

/// ((dx sx)^2 + (dy sy)^2) + (dz sz)^2: this order everywhere, so that every way of searching agrees.
inline double squared_mm(const GridPoint& steps, const std::array<double, 3>& spacing_mm) noexcept {
    const double x = static_cast<double>(steps[0]) * spacing_mm[0];
    const double y = static_cast<double>(steps[1]) * spacing_mm[1];
    const double z = static_cast<double>(steps[2]) * spacing_mm[2];
    return (x * x + y * y) + z * z;
}

struct Nearest {
    double squared = 0;
    /// Which point of the tree; a good first guess for a neighbouring element.
    std::uint32_t point = 0;
};

class BorderTree {
  public:
    /// `border` must have elements.
    BorderTree(const BorderSet& border, const std::array<double, 3>& spacing_mm);

    /// Starts from the point `guess` of this tree. Every box opened takes one from `budget`; a negative
    /// distance says that it ran out.
    Nearest nearest(const GridPoint& from, std::uint32_t guess, std::size_t& budget) const noexcept;

  private:
    struct Node {
        GridPoint low{};
        GridPoint high{};
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        /// The first child follows its parent; 0 in a leaf.
        std::uint32_t second_child = 0;
    };
    void build(std::uint32_t begin, std::uint32_t end);
    std::size_t longest_axis(const Node& node) const noexcept;
    double bound(const Node& node, const GridPoint& from) const noexcept;
    void scan_leaf(const Node& node, const GridPoint& from, Nearest& best) const noexcept;

    std::array<double, 3> spacing_mm_;
    std::vector<GridPoint> points_;
    std::vector<Node> nodes_;
};

}  // namespace medal::metrics
