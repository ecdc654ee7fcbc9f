#include "metrics/volume/lattice.h"

#include "base/error.h"

#include <random>

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

LabelVolume random_volume(std::array<std::int64_t, 3> size, unsigned seed) {
    LabelVolume volume;
    volume.geometry.size = size;
    volume.geometry.spacing_mm = {0.5, 0.75, 2.5};
    volume.geometry.origin_mm = {-31.25, 12.5, 100};
    std::mt19937 random{seed};
    std::vector<std::uint8_t> voxels(static_cast<std::size_t>(volume.geometry.voxel_count()));
    for (auto& voxel : voxels) voxel = static_cast<std::uint8_t>(random() % 3);
    volume.voxels = std::move(voxels);
    return volume;
}

/// The same voxels, stored along other axes: `axis[a]` of the result is axis a of the volume, turned where
/// `flip[a]`.
LabelVolume stored_otherwise(const LabelVolume& volume, std::array<std::size_t, 3> axis,
                             std::array<bool, 3> flip) {
    const auto& g = volume.geometry;
    LabelVolume other;
    std::array<double, 3> first{};
    for (std::size_t a = 0; a < 3; ++a) {
        other.geometry.size[axis[a]] = g.size[a];
        other.geometry.spacing_mm[axis[a]] = g.spacing_mm[a];
        for (std::size_t row = 0; row < 3; ++row)
            other.geometry.direction[3 * row + axis[a]] = (flip[a] ? -1 : 1) * g.direction[3 * row + a];
        first[a] = flip[a] ? static_cast<double>(g.size[a] - 1) : 0;
    }
    other.geometry.origin_mm = g.position_mm(first);
    std::vector<std::uint8_t> voxels(static_cast<std::size_t>(g.voxel_count()));
    std::array<std::int64_t, 3> i{};
    std::size_t from = 0;
    for (i[2] = 0; i[2] < g.size[2]; ++i[2]) {
        for (i[1] = 0; i[1] < g.size[1]; ++i[1]) {
            for (i[0] = 0; i[0] < g.size[0]; ++i[0], ++from) {
                std::array<std::int64_t, 3> to{};
                for (std::size_t a = 0; a < 3; ++a) to[axis[a]] = flip[a] ? g.size[a] - 1 - i[a] : i[a];
                const auto& size = other.geometry.size;
                voxels[static_cast<std::size_t>(to[0] + size[0] * (to[1] + size[1] * to[2]))] =
                    std::get<0>(volume.voxels)[from];
            }
        }
    }
    other.voxels = std::move(voxels);
    return other;
}

TEST(Lattice, brings_every_order_and_direction_of_axes_back_to_the_same_voxels) {
    const auto volume = random_volume({5, 4, 3}, 1);
    std::array<std::size_t, 3> axis{0, 1, 2};
    do {
        for (unsigned turned = 0; turned < 8; ++turned) {
            const auto other =
                stored_otherwise(volume, axis, {(turned & 1U) != 0, (turned & 2U) != 0, (turned & 4U) != 0});
            const auto map = lattice_map(other.geometry, volume.geometry);
            ASSERT_TRUE(map);
            EXPECT_EQ(laid_on(other, volume.geometry, *map).voxels, volume.voxels);
        }
    } while (std::next_permutation(axis.begin(), axis.end()));
}

TEST(Lattice, a_part_of_the_slices_is_laid_where_it_belongs) {
    const auto whole = random_volume({5, 4, 6}, 2);
    auto part = whole;
    part.geometry.size[2] = 2;
    part.geometry.origin_mm = whole.geometry.position_mm({0, 0, 3});
    const auto& all = std::get<0>(whole.voxels);
    part.voxels = std::vector<std::uint8_t>(all.begin() + 60, all.begin() + 100);
    const auto map = lattice_map(part.geometry, whole.geometry);
    ASSERT_TRUE(map);
    const auto laid = laid_on(part, whole.geometry, *map);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(laid.at(i), i >= 60 && i < 100 ? all[i] : 0) << i;
    const auto back = lattice_map(whole.geometry, part.geometry);
    ASSERT_TRUE(back);
    EXPECT_EQ(covering(part.geometry, whole.geometry, *back).size, whole.geometry.size);
    EXPECT_FALSE(difference(whole.geometry, covering(part.geometry, whole.geometry, *back)));
    EXPECT_THROW(laid_on(whole, part.geometry, *back), base::Error)
        << "labels outside are not lost in silence";
}

TEST(Lattice, a_single_slice_lies_in_a_volume_whatever_its_thickness) {
    const auto whole = random_volume({5, 4, 6}, 3);
    auto slice = whole.geometry;
    slice.size[2] = 1;
    slice.spacing_mm[2] = 7;
    slice.origin_mm = whole.geometry.position_mm({0, 0, 5});
    const auto map = lattice_map(slice, whole.geometry);
    ASSERT_TRUE(map);
    EXPECT_EQ((*map)({1, 2, 0}), (std::array<std::int64_t, 3>{1, 2, 5}));
}

TEST(Lattice, is_none_where_centres_do_not_coincide) {
    const auto grid = random_volume({5, 4, 6}, 4).geometry;
    auto moved = grid;
    moved.origin_mm[0] += 0.1;
    EXPECT_FALSE(lattice_map(moved, grid)) << "a fifth of a voxel aside";
    auto scaled = grid;
    scaled.spacing_mm[1] += 0.01;
    EXPECT_FALSE(lattice_map(scaled, grid));
    auto turned = grid;
    turned.direction = {0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1};
    EXPECT_FALSE(lattice_map(turned, grid));
    EXPECT_TRUE(lattice_map(turned, turned));
}

}  // namespace
}  // namespace medal::metrics
