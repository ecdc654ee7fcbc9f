#include "base/error.h"
#include "metrics/segmentation/border.h"
#include "metrics/segmentation/nearest.h"
#include "metrics/segmentation/segmentation.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

constexpr unsigned kSeed = 20240607;
constexpr std::int64_t kEdge = 9;

LabelVolume random_mask(std::mt19937& random, double share) {
    LabelVolume volume{Geometry{{kEdge, kEdge, kEdge}, {0.7, 1.1, 3.0}}, {}};
    std::vector<std::uint8_t> voxels(kEdge * kEdge * kEdge);
    for (auto& voxel : voxels) voxel = static_cast<double>(random() % 1000) < share * 1000 ? 1 : 0;
    voxels[0] = 1;
    volume.voxels = std::move(voxels);
    return volume;
}

double measured(const LabelVolume& a, const LabelVolume& b, const std::string& metric, double tau_mm = 1) {
    SegmentationPlan plan;
    plan.tau_mm = {tau_mm};
    plan.metrics = MetricChoice({metric});
    return measure_segmentation(a, b, plan).front().values.front().value;
}

BorderSet border_in_image(const LabelVolume& volume) {
    const Box all{{0, 0, 0}, {kEdge - 1, kEdge - 1, kEdge - 1}};
    return BorderSet(border_of(extract(volume, 1, all, all), 3));
}

std::vector<std::array<double, 3>> points_of(const BorderSet& border, const Geometry& geometry) {
    std::vector<std::array<double, 3>> points;
    const auto& size = border.bits().size();
    for (std::int64_t z = 0; z < size[2]; ++z) {
        for (std::int64_t y = 0; y < size[1]; ++y) {
            for_each_bit(border.bits().row(y, z), [&](std::int64_t x) {
                points.push_back({static_cast<double>(x) * geometry.spacing_mm[0],
                                  static_cast<double>(y) * geometry.spacing_mm[1],
                                  static_cast<double>(z) * geometry.spacing_mm[2]});
            });
        }
    }
    return points;
}

double nearest_by_force(const std::array<double, 3>& from, const std::vector<std::array<double, 3>>& to) {
    double best = kNoNeighbour;
    for (const auto& point : to) {
        const double x = from[0] - point[0];
        const double y = from[1] - point[1];
        const double z = from[2] - point[2];
        best = std::min(best, x * x + y * y + z * z);
    }
    return best;
}

TEST(Distances, search_and_transform_equal_brute_force_with_and_without_a_budget) {
    std::mt19937 random(kSeed);
    for (const double share : {0.01, 0.05, 0.4}) {
        const LabelVolume a = random_mask(random, share);
        const LabelVolume b = random_mask(random, share);
        const BorderSet from = border_in_image(a);
        const BorderSet to = border_in_image(b);
        const auto starts = points_of(from, a.geometry);
        const auto ends = points_of(to, b.geometry);
        const auto searched = squared_distances(from, to, a.geometry.spacing_mm);
        const auto transformed = squared_distances(from, to, a.geometry.spacing_mm, {2}, {0});
        EXPECT_EQ(searched, transformed);  // digit for digit
        for (std::size_t i = 0; i < starts.size(); ++i) {
            EXPECT_NEAR(searched[i], nearest_by_force(starts[i], ends), 1e-9);
        }
    }
}

TEST(Segmentation, hausdorff_is_symmetric_and_keeps_the_triangle_inequality) {
    std::mt19937 random(kSeed);
    for (int round = 0; round < 20; ++round) {
        const LabelVolume a = random_mask(random, 0.02);
        const LabelVolume b = random_mask(random, 0.02);
        const LabelVolume c = random_mask(random, 0.02);
        EXPECT_EQ(measured(a, b, "HD"), measured(b, a, "HD"));
        EXPECT_LE(measured(a, c, "HD"), measured(a, b, "HD") + measured(b, c, "HD") + 1e-12);
    }
}

TEST(Segmentation, nsd_never_falls_when_tau_grows) {
    std::mt19937 random(kSeed);
    const LabelVolume a = random_mask(random, 0.03);
    const LabelVolume b = random_mask(random, 0.03);
    for (const char* variant : {"NSD:default", "NSD:surfel"}) {
        double last = 0;
        for (int quarter_mm = 0; quarter_mm < 32; ++quarter_mm) {
            const double share = measured(a, b, variant, 0.25 * quarter_mm);
            EXPECT_GE(share, last);
            last = share;
        }
    }
}

TEST(Segmentation, distances_scale_with_the_spacing) {
    std::mt19937 random(kSeed);
    LabelVolume a = random_mask(random, 0.05);
    LabelVolume b = random_mask(random, 0.05);
    const double before = measured(a, b, "ASSD");
    for (LabelVolume* volume : {&a, &b}) {
        for (double& spacing : volume->geometry.spacing_mm) spacing *= 2;
    }
    EXPECT_NEAR(measured(a, b, "ASSD"), 2 * before, 1e-12);
}

TEST(Segmentation, another_geometry_is_an_error) {
    std::mt19937 random(kSeed);
    const LabelVolume a = random_mask(random, 0.1);
    LabelVolume b = a;
    b.geometry.origin_mm[2] += 0.01;
    EXPECT_THROW(measured(a, b, "DSC"), base::Error);
}

}  // namespace
}  // namespace medal::metrics
