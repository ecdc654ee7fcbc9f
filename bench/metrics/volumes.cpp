#include "volumes.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <stdexcept>

namespace medal::bench {
namespace {

using metrics::Geometry;
using metrics::LabelVolume;
using Point = std::array<std::int64_t, 3>;

struct Ellipsoid {
    Point centre{};
    Point radius{};
    std::uint8_t label = 1;
    /// Depth of the bumps on its surface in thousandths of the radius.
    std::int64_t roughness = 0;
};

/// A bump in -1000..1000 that repeats every 64 voxels along each axis.
std::int64_t bump(const Point& at) {
    const auto wave = [](std::int64_t value) { return 16 - std::abs(32 - (value & 63)); };
    return (wave(at[0]) * 25 + wave(at[1]) * 25 + wave(at[2]) * 12);
}

bool inside(const Ellipsoid& shape, const Point& at) {
    double sum = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double share =
            static_cast<double>(at[axis] - shape.centre[axis]) / static_cast<double>(shape.radius[axis]);
        sum += share * share;
    }
    const double reach = 1 + static_cast<double>(bump(at) * shape.roughness) * 1e-6;
    return sum <= reach * reach;
}

void draw(const Ellipsoid& shape, const Geometry& geometry, std::vector<std::uint8_t>& voxels) {
    Point low{};
    Point high{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::int64_t reach = shape.radius[axis] + shape.radius[axis] * shape.roughness / 1000 + 1;
        low[axis] = std::max<std::int64_t>(0, shape.centre[axis] - reach);
        high[axis] = std::min(geometry.size[axis] - 1, shape.centre[axis] + reach);
    }
    for (std::int64_t z = low[2]; z <= high[2]; ++z) {
        for (std::int64_t y = low[1]; y <= high[1]; ++y) {
            for (std::int64_t x = low[0]; x <= high[0]; ++x) {
                const auto at = static_cast<std::size_t>(x + geometry.size[0] * (y + geometry.size[1] * z));
                if (inside(shape, {x, y, z})) voxels[at] = shape.label;
            }
        }
    }
}

LabelVolume image(const Geometry& geometry, const std::vector<Ellipsoid>& shapes) {
    std::vector<std::uint8_t> voxels(static_cast<std::size_t>(geometry.voxel_count()));
    for (const Ellipsoid& shape : shapes) draw(shape, geometry, voxels);
    return {geometry, std::move(voxels)};
}

/// One liver-like organ that fills a third of each axis; the prediction is moved and rougher.
VolumePair organ(std::int64_t slices) {
    const Geometry geometry{{512, 512, slices}, {0.8, 0.8, 1.5}};
    const Ellipsoid reference{{240, 260, slices / 2}, {110, 90, slices * 2 / 5}, 1, 80};
    const Ellipsoid prediction{{243, 258, slices / 2 + 1}, {112, 88, slices * 2 / 5}, 1, 110};
    return {image(geometry, {reference}), image(geometry, {prediction})};
}

/// 245 lesions of 2 to 8 voxels; one in ten is missed, one in ten invented, the rest moved by a voxel.
VolumePair lesions() {
    const Geometry geometry{{256, 256, 256}, {1, 1, 1}};
    std::mt19937 random(20240607);
    const auto within = [&](std::int64_t low, std::int64_t count) {
        return low + static_cast<std::int64_t>(random() % static_cast<std::uint32_t>(count));
    };
    std::vector<Ellipsoid> reference;
    std::vector<Ellipsoid> prediction;
    for (int i = 0; i < 245; ++i) {
        const std::int64_t radius = within(2, 7);
        Ellipsoid shape{{within(10, 236), within(10, 236), within(10, 236)}, {radius, radius, radius}, 1, 0};
        if (i % 10 != 0) reference.push_back(shape);
        shape.centre[static_cast<std::size_t>(i) % 3] += 1;
        if (i % 10 != 1) prediction.push_back(shape);
    }
    return {image(geometry, reference), image(geometry, prediction)};
}

VolumePair labels24() {
    const Geometry geometry{{512, 512, 300}, {0.8, 0.8, 1.5}};
    std::vector<Ellipsoid> reference;
    std::vector<Ellipsoid> prediction;
    for (std::uint8_t label = 1; label <= 24; ++label) {
        const std::int64_t cell = label - 1;
        Ellipsoid shape{{90 + 110 * (cell % 4), 130 + 130 * (cell / 4 % 3), 80 + 140 * (cell / 12)},
                        {38, 44, 40},
                        label,
                        60};
        reference.push_back(shape);
        shape.centre[static_cast<std::size_t>(label) % 3] += 2;
        prediction.push_back(shape);
    }
    return {image(geometry, reference), image(geometry, prediction)};
}

/// The worst case of every local search: two rough balls in opposite corners.
VolumePair far() {
    const Geometry geometry{{512, 512, 512}, {0.7, 0.8, 0.9}};
    const Ellipsoid reference{{110, 110, 110}, {95, 95, 95}, 1, 90};
    const Ellipsoid prediction{{400, 400, 400}, {95, 95, 95}, 1, 90};
    return {image(geometry, {reference}), image(geometry, {prediction})};
}

}  // namespace

VolumePair make_pair_named(const std::string& name) {
    if (name == "organ") return organ(200);
    if (name == "organ_512") return organ(512);
    if (name == "organ_half") return organ(100);
    if (name == "organ_quarter") return organ(50);
    if (name == "lesions") return lesions();
    if (name == "labels24") return labels24();
    if (name == "far") return far();
    throw std::invalid_argument("no pair is called " + name);
}

std::vector<std::string> pair_names() {
    return {"organ", "organ_512", "lesions", "labels24", "far"};
}

}  // namespace medal::bench
