#include "metrics/segmentation/skeleton.h"

#include "metrics/segmentation/border.h"
#include "metrics/segmentation/simple_point.h"
#include "metrics/value.h"

#include <array>
#include <bit>

namespace medal::metrics {
namespace {

using Voxel = std::array<std::int64_t, 3>;

/// The same bits with x and z exchanged: thinning visits voxels with x slowest and z fastest.
BitGrid turned(const BitGrid& grid) {
    const auto& size = grid.size();
    BitGrid result(Box{{0, 0, 0}, {size[2] - 3, size[1] - 3, size[0] - 3}});
    for (std::int64_t z = 0; z < size[2]; ++z) {
        for (std::int64_t y = 0; y < size[1]; ++y) {
            for_each_bit(grid.row(y, z), [&](std::int64_t x) { result.set(z, y, x); });
        }
    }
    return result;
}

/// The 27 voxels around `at` as bits, x fastest, then y, then z.
std::uint32_t neighbourhood(const BitGrid& grid, const Voxel& at) noexcept {
    std::uint32_t bits = 0;
    unsigned shift = 0;
    for (std::int64_t z = at[2] - 1; z <= at[2] + 1; ++z) {
        for (std::int64_t y = at[1] - 1; y <= at[1] + 1; ++y, shift += 3) {
            const auto row = grid.row(y, z);
            const std::int64_t from = at[0] - 1;
            const auto word = static_cast<std::size_t>(from >> 6);
            const auto bit = static_cast<unsigned>(from & 63);
            Word three = row[word] >> bit;
            if (bit > 61 && word + 1 < row.size()) three |= row[word + 1] << (64 - bit);
            bits |= static_cast<std::uint32_t>(three & 7U) << shift;
        }
    }
    return bits;
}

bool removable(const BitGrid& grid, const Voxel& at) noexcept {
    const std::uint32_t around = neighbourhood(grid, at);
    const bool is_end = std::popcount(around) == 2;  // itself and one neighbour
    return !is_end && is_simple(around);
}

/// Foreground voxels whose neighbour in one direction is background, in visiting order.
template <class Visit>
void for_each_open(const BitGrid& grid, const Voxel& direction, Visit&& visit) {
    const auto& size = grid.size();
    std::vector<Word> open(grid.words_per_row());
    for (std::int64_t z = 1; z + 1 < size[2]; ++z) {
        for (std::int64_t y = 1; y + 1 < size[1]; ++y) {
            const auto here = grid.row(y, z);
            const auto beside = grid.row(y + direction[1], z + direction[2]);
            for (std::size_t w = 0; w < here.size(); ++w) {
                const Word neighbour = direction[0] < 0   ? shifted_up(here, w)
                                       : direction[0] > 0 ? shifted_down(here, w)
                                                          : beside[w];
                open[w] = here[w] & ~neighbour;
            }
            for_each_bit(open, [&](std::int64_t x) { visit(Voxel{x, y, z}); });
        }
    }
}

/// Lee et al., section 3: per direction collect what may go, then check connectedness again one by one.
bool thin_direction(BitGrid& grid, const Voxel& direction) {
    std::vector<Voxel> candidates;
    for_each_open(grid, direction, [&](const Voxel& at) {
        if (removable(grid, at)) candidates.push_back(at);
    });
    bool changed = false;
    for (const Voxel& at : candidates) {
        if (!keeps_connected(neighbourhood(grid, at))) continue;
        grid.reset(at[0], at[1], at[2]);
        changed = true;
    }
    return changed;
}

BitGrid thin_volume(const BitGrid& mask) {
    BitGrid grid = turned(mask);
    // Axes are turned: these are y-, y+, z+, z-, x+, x- of the image.
    constexpr std::array<Voxel, 6> kDirections = {Voxel{0, -1, 0}, {0, 1, 0}, {1, 0, 0},
                                                  {-1, 0, 0},      {0, 0, 1}, {0, 0, -1}};
    for (bool changed = true; changed;) {
        changed = false;
        for (const Voxel& direction : kDirections) {
            if (thin_direction(grid, direction)) changed = true;
        }
    }
    return turned(grid);
}

/// The eight neighbours clockwise from north, P2..P9 of Zhang & Suen.
std::array<bool, 8> ring(const BitGrid& grid, std::int64_t x, std::int64_t y) noexcept {
    constexpr std::array<std::array<int, 2>, 8> kRing = {
        {{0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}}};
    std::array<bool, 8> around{};
    for (std::size_t i = 0; i < 8; ++i) around[i] = grid.test(x + kRing[i][0], y + kRing[i][1], 1);
    return around;
}

/// Conditions (a) to (d) of the paper; the second pass mirrors (c) and (d).
bool zhang_suen_removes(const std::array<bool, 8>& p, bool second_pass) noexcept {
    int neighbours = 0;
    int rises = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        neighbours += p[i] ? 1 : 0;
        rises += !p[i] && p[(i + 1) % 8] ? 1 : 0;
    }
    if (neighbours < 2 || neighbours > 6 || rises != 1) return false;
    const bool north = p[0];
    const bool east = p[2];
    const bool south = p[4];
    const bool west = p[6];
    if (second_pass) return !(north && east && west) && !(north && south && west);
    return !(north && east && south) && !(east && south && west);
}

BitGrid thin_slice(BitGrid grid) {
    for (bool changed = true; changed;) {
        changed = false;
        for (const bool second_pass : {false, true}) {
            std::vector<std::array<std::int64_t, 2>> leaving;
            for (std::int64_t y = 1; y + 1 < grid.size()[1]; ++y) {
                for_each_bit(grid.row(y, 1), [&](std::int64_t x) {
                    if (zhang_suen_removes(ring(grid, x, y), second_pass)) leaving.push_back({x, y});
                });
            }
            for (const auto& [x, y] : leaving) grid.reset(x, y, 1);
            changed = changed || !leaving.empty();
        }
    }
    return grid;
}

double share_within(const BitGrid& skeleton, const BitGrid& mask) noexcept {
    std::uint64_t inside = 0;
    for (std::size_t w = 0; w < skeleton.words().size(); ++w) {
        inside += static_cast<std::uint64_t>(std::popcount(skeleton.words()[w] & mask.words()[w]));
    }
    const std::uint64_t all = skeleton.count();
    return all == 0 ? kUndefined : static_cast<double>(inside) / static_cast<double>(all);
}

}  // namespace

BitGrid skeleton_of(const BitGrid& mask, int dimensions) {
    return dimensions == 3 ? thin_volume(mask) : thin_slice(mask);
}

double cl_dice(const BitGrid& reference, const BitGrid& prediction, int dimensions) {
    const double precision = share_within(skeleton_of(prediction, dimensions), reference);
    const double recall = share_within(skeleton_of(reference, dimensions), prediction);
    if (precision == 0 && recall == 0) return 0;
    return 2 * precision * recall / (precision + recall);
}

}  // namespace medal::metrics
