// Exact distances from every element of one border to the nearest element of another, in squared millimetres.
// A local search over rows in order of distance is fastest where masks are similar. What lies farther goes to
// a k-d tree with a budget of boxes, and what exceeds that to a separable exact distance transform over the
// columns still in question (Felzenszwalb & Huttenlocher 2012). All three take the minimum of the same
// expression, so the digits agree.
#pragma once

#include "metrics/parallel.h"
#include "metrics/segmentation/border.h"

#include <array>
#include <limits>
#include <vector>

namespace medal::metrics {

/// No element to measure to.
inline constexpr double kNoNeighbour = std::numeric_limits<double>::infinity();

struct SearchLimits {
    /// Row probes an element may cost on average before its band falls back.
    std::size_t probes_per_element = 64;
    /// Boxes of the tree an element may open on average before its stretch falls back.
    std::size_t boxes_per_element = 400;
};

/// Squared distances in the order of `from`'s elements. Both borders must lie on the same frame.
std::vector<double> squared_distances(const BorderSet& from, const BorderSet& to,
                                      const std::array<double, 3>& spacing_mm, Threads threads = {},
                                      SearchLimits limits = {});

/// An element whose distance is still open: where it is and which slot its answer goes to.
struct OpenElement {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t z = 0;
    std::size_t slot = 0;
};

/// The distance transform of `to`, evaluated at `open` only. Memory is bounded by slabs of columns.
void transform_distances(std::vector<OpenElement> open, const BitGrid& to,
                         const std::array<double, 3>& spacing_mm, Threads threads, std::vector<double>& out);

}  // namespace medal::metrics
