#include "metrics/segmentation/border_tree.h"

#include <algorithm>

namespace medal::metrics {
namespace {

constexpr std::uint32_t kLeafPoints = 12;
/// Halving 2^32 points never goes deeper; each level leaves one box behind.
constexpr std::size_t kMaxDepth = 40;

}  // namespace

BorderTree::BorderTree(const BorderSet& border, const std::array<double, 3>& spacing_mm)
    : spacing_mm_(spacing_mm) {
    points_.reserve(border.count());
    const auto& size = border.bits().size();
    for (std::int64_t z = 0; z < size[2]; ++z) {
        for (std::int64_t y = 0; y < size[1]; ++y) {
            if (border.row_empty(border.bits().row_index(y, z))) continue;
            for_each_bit(border.bits().row(y, z), [&](std::int64_t x) {
                points_.push_back({static_cast<std::int32_t>(x), static_cast<std::int32_t>(y),
                                   static_cast<std::int32_t>(z)});
            });
        }
    }
    nodes_.reserve(4 * points_.size() / kLeafPoints + 1);
    build(0, static_cast<std::uint32_t>(points_.size()));
}

std::size_t BorderTree::longest_axis(const Node& node) const noexcept {
    const auto length = [&](std::size_t axis) {
        return static_cast<double>(node.high[axis] - node.low[axis]) * spacing_mm_[axis];
    };
    std::size_t longest = 0;
    for (std::size_t axis = 1; axis < 3; ++axis) {
        if (length(axis) > length(longest)) longest = axis;
    }
    return longest;
}

void BorderTree::build(std::uint32_t begin, std::uint32_t end) {
    Node node{points_[begin], points_[begin], begin, end, 0};
    for (std::uint32_t i = begin + 1; i < end; ++i) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            node.low[axis] = std::min(node.low[axis], points_[i][axis]);
            node.high[axis] = std::max(node.high[axis], points_[i][axis]);
        }
    }
    const std::size_t own = nodes_.size();
    nodes_.push_back(node);
    if (end - begin <= kLeafPoints) return;
    const std::size_t axis = longest_axis(node);
    const std::uint32_t middle = begin + (end - begin) / 2;
    std::nth_element(points_.begin() + begin, points_.begin() + middle, points_.begin() + end,
                     [axis](const GridPoint& a, const GridPoint& b) { return a[axis] < b[axis]; });
    build(begin, middle);
    nodes_[own].second_child = static_cast<std::uint32_t>(nodes_.size());
    build(middle, end);
}

double BorderTree::bound(const Node& node, const GridPoint& from) const noexcept {
    GridPoint steps{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        steps[axis] = std::max({0, node.low[axis] - from[axis], from[axis] - node.high[axis]});
    }
    return squared_mm(steps, spacing_mm_);
}

void BorderTree::scan_leaf(const Node& node, const GridPoint& from, Nearest& best) const noexcept {
    for (std::uint32_t i = node.begin; i < node.end; ++i) {
        const GridPoint& to = points_[i];
        const double squared = squared_mm({to[0] - from[0], to[1] - from[1], to[2] - from[2]}, spacing_mm_);
        if (squared < best.squared) best = {squared, i};
    }
}

Nearest BorderTree::nearest(const GridPoint& from, std::uint32_t guess, std::size_t& budget) const noexcept {
    struct Waiting {
        std::uint32_t node;
        double bound;
    };
    const GridPoint& to = points_[guess];
    Nearest best{squared_mm({to[0] - from[0], to[1] - from[1], to[2] - from[2]}, spacing_mm_), guess};
    std::array<Waiting, kMaxDepth>
        stack;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as it grows
    std::size_t depth = 0;
    stack[depth++] = {0, bound(nodes_[0], from)};
    while (depth > 0) {
        const Waiting next = stack[--depth];
        if (next.bound >= best.squared) continue;
        if (budget == 0) return {-1, best.point};
        --budget;
        const Node& node = nodes_[next.node];
        if (node.second_child == 0) {
            scan_leaf(node, from, best);
            continue;
        }
        Waiting near{next.node + 1, bound(nodes_[next.node + 1], from)};
        Waiting far{node.second_child, bound(nodes_[node.second_child], from)};
        if (far.bound < near.bound) std::swap(near, far);
        if (far.bound < best.squared) stack[depth++] = far;
        if (near.bound < best.squared) stack[depth++] = near;
    }
    return best;
}

}  // namespace medal::metrics
