#include "metrics/segmentation/boundary_iou.h"

#include "metrics/value.h"

#include <bit>
#include <cmath>

namespace medal::metrics {
namespace {

/// Adds to `out` every bit of `row` and its neighbours up to `reach` along x, kept within `mask`.
void spread(std::span<const Word> row, std::int64_t reach, std::span<const Word> mask, std::span<Word> out) {
    std::vector<Word> wide(row.begin(), row.end());
    std::vector<Word> last = wide;
    for (std::int64_t step = 0; step < reach; ++step) {
        for (std::size_t w = 0; w < wide.size(); ++w) {
            wide[w] = last[w] | shifted_up(last, w) | shifted_down(last, w);
        }
        last = wide;
    }
    for (std::size_t w = 0; w < out.size(); ++w) out[w] |= wide[w] & mask[w];
}

}  // namespace

BitGrid rim_of(const BitGrid& mask, const BitGrid& border, RimOptions options) {
    BitGrid rim = border;
    const std::int64_t width = options.width_voxels;
    const std::int64_t depth = options.dimensions == 3 ? width - 1 : 0;
    const auto& size = mask.size();
    for (std::int64_t z = 1; z + 1 < size[2]; ++z) {
        for (std::int64_t y = 1; y + 1 < size[1]; ++y) {
            const auto out = rim.row(mask.row_index(y, z));
            for (std::int64_t dz = -depth; dz <= depth; ++dz) {
                for (std::int64_t dy = 1 - width; dy < width; ++dy) {
                    const std::int64_t left = width * width - 1 - dy * dy - dz * dz;
                    if (left < 0 || y + dy < 0 || y + dy >= size[1] || z + dz < 0 || z + dz >= size[2])
                        continue;
                    const auto reach = static_cast<std::int64_t>(std::sqrt(static_cast<double>(left)));
                    spread(border.row(y + dy, z + dz), reach, mask.row(y, z), out);
                }
            }
        }
    }
    return rim;
}

double intersection_over_union(const BitGrid& a, const BitGrid& b) noexcept {
    std::uint64_t shared = 0;
    std::uint64_t joint = 0;
    for (std::size_t w = 0; w < a.words().size(); ++w) {
        shared += static_cast<std::uint64_t>(std::popcount(a.words()[w] & b.words()[w]));
        joint += static_cast<std::uint64_t>(std::popcount(a.words()[w] | b.words()[w]));
    }
    return joint == 0 ? kUndefined : static_cast<double>(shared) / static_cast<double>(joint);
}

}  // namespace medal::metrics
