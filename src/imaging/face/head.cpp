#include "imaging/face/head.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::face {
namespace {

constexpr float kSkin_hu = -300, kBone_hu = 180;
/// From the vertex to below the widest place of the braincase.
constexpr double kBraincase_mm = 110;
constexpr double kSmallestSlice_mm2 = 800;
constexpr double kSkullGap_mm = 7;

struct SliceShape {
    std::size_t cubes = 0;
    std::size_t low_i = 0, high_i = 0, low_j = 0, high_j = 0;
    std::size_t open_rows = 0, rows = 0;

    double area_mm2() const { return static_cast<double>(cubes) * kCube_mm * kCube_mm; }
    double width_mm() const { return static_cast<double>(high_i - low_i + 1) * kCube_mm; }
    double length_mm() const { return static_cast<double>(high_j - low_j + 1) * kCube_mm; }
};

/// Whether the volume ends within two cubes beside this row of the body.
bool runs_out(const Grid& grid, std::size_t j, std::size_t k, std::size_t low, std::size_t high) {
    constexpr std::size_t kBeside = 2;
    const auto width = grid.lattice.size[0];
    if (low < kBeside || high + kBeside >= width) return true;
    return grid.covered[grid.lattice.index(low - kBeside, j, k)] == 0 ||
           grid.covered[grid.lattice.index(high + kBeside, j, k)] == 0;
}

SliceShape shape_of(const Grid& grid, const Mask& body, std::size_t k) {
    const auto& size = grid.lattice.size;
    SliceShape shape{0, size[0], 0, size[1], 0};
    for (std::size_t j = 0; j < size[1]; ++j) {
        std::size_t low = size[0];
        std::size_t high = 0;
        for (std::size_t i = 0; i < size[0]; ++i) {
            if (body[grid.lattice.index(i, j, k)] == 0) continue;
            ++shape.cubes;
            low = std::min(low, i);
            high = i;
        }
        if (low == size[0]) continue;
        shape.low_i = std::min(shape.low_i, low);
        shape.high_i = std::max(shape.high_i, high);
        shape.low_j = std::min(shape.low_j, j);
        shape.high_j = j;
        ++shape.rows;
        if (runs_out(grid, j, k, low, high)) ++shape.open_rows;
    }
    return shape;
}

Mask bright_of(const Grid& grid, Method method) {
    float cut = kSkin_hu;
    if (method != Method::ct) {
        std::vector<float> known;
        for (std::size_t i = 0; i < grid.values.size(); ++i) {
            if (grid.covered[i] != 0) known.push_back(grid.values[i]);
        }
        // Between air and the dark end of tissue, well below the middle of the two.
        cut = 0.45F * two_class_threshold(std::move(known));
    }
    Mask bright(grid.values.size());
    for (std::size_t i = 0; i < bright.size(); ++i) {
        bright[i] = grid.covered[i] != 0 && grid.values[i] > cut;
    }
    if (method != Method::ct) {
        // Dark bone parts a thin scalp from the brain: close the gap, or the scalp is lost.
        bright = filled(grid.lattice,
                        eroded(grid.lattice, dilated(grid.lattice, bright, kSkullGap_mm), kSkullGap_mm));
        for (std::size_t i = 0; i < bright.size(); ++i) bright[i] = bright[i] != 0 && grid.covered[i] != 0;
    }
    return bright;
}

/// Table, head rest and blankets touch the skin in thin places only.
Mask body_in(const Grid& grid, Mask bright) {
    const auto opened = dilated(grid.lattice, largest_part(grid.lattice, eroded(grid.lattice, bright, 3)), 4);
    for (std::size_t i = 0; i < bright.size(); ++i) bright[i] = bright[i] != 0 && opened[i] != 0;
    return filled(grid.lattice, bright);
}

std::vector<SliceShape> shapes_from_top(const Grid& grid, const Mask& body, std::size_t& top) {
    std::vector<SliceShape> shapes;
    for (std::size_t k = grid.lattice.size[2]; k-- > 0;) {
        const auto shape = shape_of(grid, body, k);
        if (shapes.empty() && shape.area_mm2() < kSmallestSlice_mm2) continue;
        if (shapes.empty()) top = k;
        shapes.push_back(shape);
    }
    return shapes;
}

struct Ray {
    Point from, along;
};

std::vector<Ray> rays_from(const Point& middle) {
    constexpr double kPi = 3.14159265358979323846;
    std::vector<Ray> rays;
    for (int height = 0; height <= 60; height += 12) {
        for (int around = 0; around < 360; around += 12) {
            const double up = height * kPi / 180;
            const double turn = around * kPi / 180;
            rays.push_back(
                {middle, {std::cos(up) * std::cos(turn), std::cos(up) * std::sin(turn), std::sin(up)}});
        }
    }
    return rays;
}

/// Values from the skin inwards, one a millimetre; none where the volume ends at the body.
std::vector<float> inwards(const Grid& grid, const Mask& body, const Ray& ray) {
    constexpr int kLongest_mm = 150;
    constexpr std::size_t kDepth_mm = 32;
    std::vector<float> values;
    bool met_air = false;
    for (int away = kLongest_mm; away >= 0 && values.size() < kDepth_mm; --away) {
        const auto cube = grid.lattice.cube_at(ray.from + static_cast<double>(away) * ray.along);
        const bool is_known = cube && grid.covered[*cube] != 0;
        if (values.empty() && (!is_known || body[*cube] == 0)) {
            met_air = met_air || is_known;
            continue;
        }
        if (!is_known || !met_air) return {};
        values.push_back(grid.values[*cube]);
    }
    return values;
}

bool meets_bone(const std::vector<float>& values) {
    return std::any_of(values.begin(), values.end(), [](float value) { return value > kBone_hu; });
}

/// MR: bright scalp, then dark bone and fluid, then bright again.
bool meets_dark_layer(const std::vector<float>& values, float tissue) {
    constexpr std::size_t kScalp_mm = 9, kSkull_mm = 24;
    if (values.size() <= kSkull_mm) return false;
    const auto from = [&](std::size_t n) { return values.begin() + static_cast<std::ptrdiff_t>(n); };
    const auto scalp = std::max_element(values.begin(), from(kScalp_mm));
    const auto skull = std::min_element(scalp, from(kSkull_mm));
    const auto brain = std::max_element(skull, values.end());
    return *scalp > 0.5F * tissue && *skull < 0.45F * std::min(*scalp, tissue) && *brain > 0.6F * tissue;
}

}  // namespace

std::optional<Outline> outline_of(const Grid& grid, Method method) {
    return outline_of(grid, bright_of(grid, method));
}

std::optional<Outline> outline_of(const Grid& grid, const Mask& bright) {
    Outline outline;
    outline.body = body_in(grid, bright);
    std::size_t top = 0;
    const auto shapes = shapes_from_top(grid, outline.body, top);
    if (shapes.empty()) return std::nullopt;
    const auto end = std::min(shapes.size(), static_cast<std::size_t>(kBraincase_mm / kCube_mm));
    std::size_t widest = 0;
    for (std::size_t n = 0; n < end; ++n) {
        if (shapes[n].cubes > shapes[widest].cubes) widest = n;
    }
    const auto& shape = shapes[widest];
    outline.top_mm = grid.lattice.z(top);
    outline.width_mm = shape.width_mm();
    outline.length_mm = shape.length_mm();
    outline.middle = {(grid.lattice.x(shape.low_i) + grid.lattice.x(shape.high_i)) / 2,
                      (grid.lattice.y(shape.low_j) + grid.lattice.y(shape.high_j)) / 2,
                      grid.lattice.z(top - widest)};
    outline.open_top = shapes.front().area_mm2() / shape.area_mm2();
    outline.open_side = static_cast<double>(shape.open_rows) / static_cast<double>(shape.rows);
    const auto last = std::find_if(shapes.rbegin(), shapes.rend(), [](const auto& s) { return s.cubes > 0; });
    outline.height_mm = static_cast<double>(shapes.rend() - last) * kCube_mm;
    return outline;
}

float middle_value(const Grid& grid, const Outline& outline) {
    std::vector<float> values;
    const auto& lattice = grid.lattice;
    const Point middle{outline.middle.x, outline.middle.y, outline.top_mm - 70};
    for (std::size_t index = 0; index < lattice.count(); ++index) {
        const double x = lattice.x(index % lattice.size[0]) - middle.x;
        const double y = lattice.y(index / lattice.size[0] % lattice.size[1]) - middle.y;
        const double z = lattice.z(index / (lattice.size[0] * lattice.size[1])) - middle.z;
        const double a = x / (0.32 * outline.width_mm);
        const double b = y / (0.32 * outline.length_mm);
        if (a * a + b * b + z * z / (40 * 40) < 1 && grid.covered[index] != 0) {
            values.push_back(grid.values[index]);
        }
    }
    if (values.empty()) return 0;
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

double skull_share(const Grid& grid, const Outline& outline, float tissue, Method method) {
    constexpr std::size_t kFewestRays = 20;
    const double middle_z = std::max(outline.top_mm - 80, outline.top_mm - outline.height_mm / 2);
    const auto rays = rays_from({outline.middle.x, outline.middle.y, middle_z});
    std::size_t met = 0;
    std::size_t seen = 0;
    for (const auto& ray : rays) {
        const auto values = inwards(grid, outline.body, ray);
        if (values.empty()) continue;
        ++seen;
        if (method == Method::ct ? meets_bone(values) : meets_dark_layer(values, tissue)) ++met;
    }
    return seen < kFewestRays ? 0 : static_cast<double>(met) / static_cast<double>(seen);
}

}  // namespace medal::imaging::face
