// Every digit the same for any number of threads and on every machine; laws that no metric may break; and an
// independent slow implementation, voxel by voxel, without any of the engine's parts.
#include "metrics/segmentation/nearest.h"
#include "metrics/segmentation/segmentation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace medal::metrics {
namespace {

constexpr unsigned kSeed = 20251123;
using Index = std::array<std::int64_t, 3>;
using Millimetres = std::array<double, 3>;

struct Shape {
    Index size{11, 8, 6};
    Millimetres spacing_mm{0.7, 1.1, 2.5};
};

std::size_t offset(const Index& size, const Index& at) {
    return static_cast<std::size_t>(at[0] + size[0] * (at[1] + size[1] * at[2]));
}

LabelVolume empty_volume(const Shape& shape) {
    LabelVolume volume{Geometry{shape.size, shape.spacing_mm}, {}};
    volume.voxels = std::vector<std::uint8_t>(static_cast<std::size_t>(volume.geometry.voxel_count()));
    return volume;
}

std::vector<std::uint8_t>& voxels_of(LabelVolume& volume) {
    return std::get<0>(volume.voxels);
}

LabelVolume random_volume(std::mt19937& random, const Shape& shape, unsigned percent, unsigned labels = 1) {
    LabelVolume volume = empty_volume(shape);
    for (auto& voxel : voxels_of(volume)) {
        voxel = random() % 100 < percent ? static_cast<std::uint8_t>(1 + random() % labels) : std::uint8_t{0};
    }
    const Index middle{shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2};
    voxels_of(volume)[offset(shape.size, middle)] = 1;
    return volume;
}

std::vector<Value> values_of(const LabelVolume& a, const LabelVolume& b, std::size_t threads = 1) {
    SegmentationPlan plan;
    plan.tau_mm = {0.5, 2};
    plan.metrics = MetricChoice({"all"});
    plan.threads = {threads};
    std::vector<Value> all;
    for (const LabelValues& label : measure_segmentation(a, b, plan)) {
        all.insert(all.end(), label.values.begin(), label.values.end());
    }
    return all;
}

double value_of(const LabelVolume& a, const LabelVolume& b, const std::string& metric, double tau_mm = 1) {
    SegmentationPlan plan;
    plan.tau_mm = {tau_mm};
    plan.metrics = MetricChoice({metric + ":default"});
    return measure_segmentation(a, b, plan).front().values.front().value;
}

/// FNV-1a over the names and bits of all values; every NaN counts as one.
std::uint64_t digest(const std::vector<Value>& values) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto add = [&](unsigned char byte) { hash = (hash ^ byte) * 1099511628211ULL; };
    for (const Value& value : values) {
        for (const char letter : std::string(value.metric)) add(static_cast<unsigned char>(letter));
        const auto bits = std::isnan(value.value) ? 1 : std::bit_cast<std::uint64_t>(value.value);
        for (unsigned shift = 0; shift < 64; shift += 8) add(static_cast<unsigned char>(bits >> shift));
    }
    return hash;
}

/// The definition, read aloud: foreground with a face neighbour that is background or outside.
std::vector<Millimetres> slow_border(const LabelVolume& volume) {
    const Index& size = volume.geometry.size;
    const auto inside = [&](const Index& at) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (at[axis] < 0 || at[axis] >= size[axis]) return false;
        }
        return volume.at(offset(size, at)) != 0;
    };
    std::vector<Millimetres> border;
    Index at{};
    for (at[2] = 0; at[2] < size[2]; ++at[2]) {
        for (at[1] = 0; at[1] < size[1]; ++at[1]) {
            for (at[0] = 0; at[0] < size[0]; ++at[0]) {
                bool open = false;
                for (std::size_t axis = 0; axis < (size[2] == 1 ? 2U : 3U); ++axis) {
                    for (const std::int64_t step : {-1, 1}) {
                        Index beside = at;
                        beside[axis] += step;
                        open = open || !inside(beside);
                    }
                }
                if (!inside(at) || !open) continue;
                Millimetres point{};
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    point[axis] = static_cast<double>(at[axis]) * volume.geometry.spacing_mm[axis];
                }
                border.push_back(point);
            }
        }
    }
    return border;
}

std::vector<double> slow_distances(const LabelVolume& from, const LabelVolume& to) {
    const auto ends = slow_border(to);
    std::vector<double> distances;
    for (const Millimetres& start : slow_border(from)) {
        double best = kNoNeighbour;
        for (const Millimetres& end : ends) {
            best = std::min(best, std::hypot(start[0] - end[0], start[1] - end[1], start[2] - end[2]));
        }
        distances.push_back(best);
    }
    std::sort(distances.begin(), distances.end());
    return distances;
}

double slow_percentile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(std::floor(at));
    const auto high = static_cast<std::size_t>(std::ceil(at));
    return sorted[low] + (sorted[high] - sorted[low]) * (at - std::floor(at));
}

void expect_same_as_slow(const LabelVolume& a, const LabelVolume& b) {
    const auto there = slow_distances(a, b);
    const auto back = slow_distances(b, a);
    double sum = 0;
    std::size_t close = 0;
    for (const auto* list : {&there, &back}) {
        for (const double distance : *list) {
            sum += distance;
            close += distance <= 1 + 1e-9 ? 1 : 0;
        }
    }
    const auto count = static_cast<double>(there.size() + back.size());
    EXPECT_NEAR(value_of(a, b, "HD"), std::max(there.back(), back.back()), 1e-9);
    EXPECT_NEAR(value_of(a, b, "HD95"), std::max(slow_percentile(there, 0.95), slow_percentile(back, 0.95)),
                1e-9);
    EXPECT_NEAR(value_of(a, b, "ASSD"), sum / count, 1e-9);
    EXPECT_NEAR(value_of(a, b, "NSD"), static_cast<double>(close) / count, 1e-12);
}

LabelVolume with_box(const Shape& shape, const Index& low, const Index& high) {
    LabelVolume volume = empty_volume(shape);
    Index at{};
    for (at[2] = low[2]; at[2] <= high[2]; ++at[2]) {
        for (at[1] = low[1]; at[1] <= high[1]; ++at[1]) {
            for (at[0] = low[0]; at[0] <= high[0]; ++at[0]) voxels_of(volume)[offset(shape.size, at)] = 1;
        }
    }
    return volume;
}

/// Axis a of the result is axis order[a] of the volume.
LabelVolume permuted(const LabelVolume& volume, const std::array<std::size_t, 3>& order) {
    Shape shape;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        shape.size[axis] = volume.geometry.size[order[axis]];
        shape.spacing_mm[axis] = volume.geometry.spacing_mm[order[axis]];
    }
    LabelVolume result = empty_volume(shape);
    Index at{};
    for (at[2] = 0; at[2] < shape.size[2]; ++at[2]) {
        for (at[1] = 0; at[1] < shape.size[1]; ++at[1]) {
            for (at[0] = 0; at[0] < shape.size[0]; ++at[0]) {
                Index source{};
                for (std::size_t axis = 0; axis < 3; ++axis) source[order[axis]] = at[axis];
                voxels_of(result)[offset(shape.size, at)] =
                    static_cast<std::uint8_t>(volume.at(offset(volume.geometry.size, source)));
            }
        }
    }
    return result;
}

TEST(Digits, are_the_same_for_any_number_of_threads) {
    std::mt19937 random(kSeed);
    for (const unsigned labels : {1U, 5U}) {
        const Shape shape{{70, 40, 33}, {0.7, 1.1, 2.5}};
        const LabelVolume a = random_volume(random, shape, 3, labels);
        const LabelVolume b = random_volume(random, shape, 1, labels);
        const std::uint64_t alone = digest(values_of(a, b));
        for (const std::size_t threads : {2U, 3U, 8U}) EXPECT_EQ(digest(values_of(a, b, threads)), alone);
    }
}

TEST(Digits, are_those_of_every_machine) {
    std::mt19937 random(kSeed);
    const Shape shape{{40, 30, 20}, {0.7, 1.1, 2.5}};
    const LabelVolume a = random_volume(random, shape, 20, 3);
    const LabelVolume b = random_volume(random, shape, 15, 3);
    EXPECT_EQ(digest(values_of(a, b)), 2745280219708191406ULL);
}

TEST(Digits, are_the_same_by_rows_by_the_tree_and_by_the_transform) {
    std::mt19937 random(kSeed);
    const Shape shape{{60, 50, 40}, {0.7, 1.1, 2.5}};
    const Box all{{0, 0, 0}, {59, 49, 39}};
    const auto border = [&](const LabelVolume& volume) {
        return BorderSet(border_of(extract(volume, 1, all, all), 3));
    };
    const BorderSet from = border(random_volume(random, shape, 2));
    const BorderSet to = border(with_box(shape, {50, 40, 30}, {58, 47, 38}));
    const auto usual = squared_distances(from, to, shape.spacing_mm);
    EXPECT_EQ(squared_distances(from, to, shape.spacing_mm, {1}, {0, 100000}), usual);
    EXPECT_EQ(squared_distances(from, to, shape.spacing_mm, {1}, {0, 0}), usual);
    EXPECT_EQ(squared_distances(from, to, shape.spacing_mm, {3}, {4, 3}), usual);
}

TEST(Segmentation, agrees_with_a_slow_reading_of_the_definitions) {
    std::mt19937 random(kSeed);
    for (const unsigned percent : {0U, 1U, 5U, 30U, 80U}) {
        for (const Shape& shape : {Shape{}, Shape{{9, 13, 1}, {0.5, 0.8, 4}}, Shape{{66, 5, 4}, {1, 1, 1}}}) {
            LabelVolume a = random_volume(random, {shape.size, shape.spacing_mm}, percent);
            LabelVolume b = random_volume(random, {shape.size, shape.spacing_mm}, percent);
            expect_same_as_slow(a, b);
        }
    }
}

TEST(Segmentation, agrees_with_the_slow_reading_for_one_voxel_planes_and_what_touches_the_image_border) {
    const Shape shape{};
    const LabelVolume voxel = with_box(shape, {0, 0, 0}, {0, 0, 0});
    const LabelVolume plane = with_box(shape, {0, 0, 5}, {10, 7, 5});
    const LabelVolume corner = with_box(shape, {7, 5, 3}, {10, 7, 5});
    const LabelVolume full = with_box(shape, {0, 0, 0}, {10, 7, 5});
    const std::vector<const LabelVolume*> masks = {&voxel, &plane, &corner, &full};
    for (const LabelVolume* a : masks) {
        for (const LabelVolume* b : masks) expect_same_as_slow(*a, *b);
    }
}

TEST(Segmentation, of_an_empty_mask_has_no_distance_and_says_why) {
    const LabelVolume nothing = empty_volume({});
    const LabelVolume box = with_box({}, {1, 1, 1}, {3, 3, 3});
    for (const Value& value : values_of(nothing, box)) EXPECT_EQ(value.status, Status::reference_empty);
    for (const Value& value : values_of(box, nothing)) EXPECT_EQ(value.status, Status::prediction_empty);
    for (const Value& value : values_of(nothing, nothing)) EXPECT_EQ(value.status, Status::both_empty);
    EXPECT_TRUE(std::isnan(value_of(nothing, box, "HD")));
}

TEST(Segmentation, does_not_care_which_mask_comes_first_or_how_the_axes_are_called) {
    std::mt19937 random(kSeed);
    const LabelVolume a = random_volume(random, {}, 10);
    const LabelVolume b = random_volume(random, {}, 10);
    for (const char* metric : {"DSC", "IoU", "HD", "HD95", "ASSD", "MASD", "NSD"}) {
        const double value = value_of(a, b, metric);
        EXPECT_NEAR(value_of(b, a, metric), value, 1e-12) << metric;
        for (const auto& order : {std::array<std::size_t, 3>{1, 2, 0}, {2, 1, 0}, {0, 2, 1}}) {
            EXPECT_NEAR(value_of(permuted(a, order), permuted(b, order), metric), value, 1e-12) << metric;
        }
    }
}

}  // namespace
}  // namespace medal::metrics
