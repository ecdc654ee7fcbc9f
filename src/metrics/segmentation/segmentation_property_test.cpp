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

/// Cubes of 3 x 3 x 3 voxels at these corners, in an image of 40 x 9 x 9 with 1 mm spacing.
LabelVolume cubes(const std::vector<std::int64_t>& corners) {
    LabelVolume volume{Geometry{{40, 9, 9}}, {}};
    std::vector<std::uint8_t> voxels(40 * 9 * 9);
    for (const std::int64_t corner : corners) {
        for (std::int64_t z = 3; z < 6; ++z) {
            for (std::int64_t y = 3; y < 6; ++y) {
                for (std::int64_t x = corner; x < corner + 3; ++x)
                    voxels[static_cast<std::size_t>(x + 40 * (y + 9 * z))] = 1;
            }
        }
    }
    volume.voxels = std::move(voxels);
    return volume;
}

double lesion_nsd_of(const LabelVolume& a, const LabelVolume& b, double tau_mm, double iou = 0.5) {
    SegmentationPlan plan;
    plan.tau_mm = {tau_mm};
    plan.match.iou = iou;
    plan.metrics = MetricChoice({"NSD_lesion"});
    return measure_segmentation(a, b, plan).front().values.front().value;
}

TEST(LesionNsd, of_one_matched_lesion_is_its_nsd) {
    const auto reference = cubes({5});
    const auto moved = cubes({6});
    EXPECT_EQ(lesion_nsd_of(reference, moved, 0, 0.3), measured(reference, moved, "NSD", 0));
    EXPECT_EQ(lesion_nsd_of(reference, moved, 1, 0.3), 1.0);
}

TEST(LesionNsd, counts_a_miss_and_a_false_positive_as_nothing) {
    EXPECT_EQ(lesion_nsd_of(cubes({5, 20}), cubes({5}), 1), 0.5);
    EXPECT_EQ(lesion_nsd_of(cubes({5}), cubes({5, 20}), 1), 0.5);
    EXPECT_EQ(lesion_nsd_of(cubes({5, 20}), cubes({5, 30}), 1), 1.0 / 3)
        << "one right, one missed, one false";
}

TEST(LesionNsd, a_neighbouring_lesion_does_not_stand_in_for_a_missing_border) {
    // The second lesion of the reference lies 2 mm beside the first and is missed: every one of its border
    // voxels is within 5 mm of the predicted lesion, which the NSD of the whole mask takes for right.
    const auto reference = cubes({5, 10});
    const auto prediction = cubes({5});
    EXPECT_EQ(measured(reference, prediction, "NSD", 5), 1.0);
    EXPECT_EQ(lesion_nsd_of(reference, prediction, 5), 0.5);
}

TEST(LesionNsd, grows_with_tau_and_is_symmetric) {
    std::mt19937 random{kSeed};
    for (int i = 0; i < 20; ++i) {
        const auto a = random_mask(random, 0.08);
        const auto b = random_mask(random, 0.08);
        double last = 0;
        for (const double tau : {0.0, 0.7, 1.5, 4.0}) {
            const double now = lesion_nsd_of(a, b, tau, 0.1);
            EXPECT_GE(now, last);
            EXPECT_EQ(now, lesion_nsd_of(b, a, tau, 0.1));
            last = now;
        }
    }
}

}  // namespace
}  // namespace medal::metrics
