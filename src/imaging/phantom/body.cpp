#include "imaging/phantom/body.h"

#include "imaging/phantom/drawing.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::phantom {
namespace {

std::vector<Ellipsoid> abdomen(std::uint64_t seed) {
    const double vary = noise(seed, 1, 0, 0);
    return {{0, 0, 0, 165 + 10 * vary, 115 + 8 * vary, 400, -95, 8},  // skin and fat
            {0, 4, 0, 148 + 8 * vary, 98 + 6 * vary, 400, 52, 6},     // muscle
            {0, -6, 0, 128, 78, 300, -60, 20},                        // mesenteric fat
            {-58, -18, 20, 68 + 5 * vary, 58, 85, 62, 7},             // liver
            {-38, -52, 5, 16, 13, 26, 12, 3},                         // gallbladder
            {78, 0, 30, 28, 38 + 4 * vary, 48, 52, 6},                // spleen
            {-62, 38, -35, 24, 27, 54, 36, 6},
            {62, 38, -30, 24, 27, 54, 36, 6},  // kidneys
            {-62, 36, -35, 10, 11, 30, 5, 3},
            {62, 36, -30, 10, 11, 30, 5, 3},    // renal pelvis
            {10, -18, -10, 46, 14, 14, 42, 8},  // pancreas
            {20, -46, -40, 40, 22, 60, 18, 25},
            {-16, -40, -80, 46, 26, 50, 22, 25},  // bowel
            {16, -50, -38, 14, 9, 30, -850, 0},   // gas
            {0, 58, 0, 27, 24, 400, 260, 40},
            {0, 86, 0, 11, 18, 400, 220, 40},  // spine
            {0, 68, 0, 9, 9, 400, 25, 2},      // canal
            {9, 26, 0, 11, 11, 400, 140, 4},
            {-13, 28, 0, 12, 11, 400, 70, 4}};  // aorta, cava
}

std::vector<Ellipsoid> chest(std::uint64_t seed) {
    const double vary = noise(seed, 1, 0, 0);
    return {{0, 0, 0, 175 + 10 * vary, 118 + 8 * vary, 400, -90, 8},
            {0, 2, 0, 158, 102, 400, 50, 6},
            {-70, -4, 0, 62, 84, 135, -840, 45},
            {70, -4, 0, 60, 84, 135, -840, 45},
            {12, -30, -25, 52, 42, 55, 45, 5},
            {0, -12, 60, 34, 26, 80, 40, 5},
            {14, 28, 0, 13, 13, 400, 120, 4},
            {0, -8, 80, 9, 9, 90, -950, 0},
            {0, 66, 0, 24, 22, 400, 250, 40},
            {0, 92, 0, 11, 18, 400, 220, 40},
            {0, 76, 0, 9, 9, 400, 25, 2},
            {0, -98, 0, 18, 8, 120, 230, 30}};
}

std::vector<Ellipsoid> head(std::uint64_t seed) {
    const double vary = noise(seed, 1, 0, 0);
    return {{0, 0, 0, 78 + 3 * vary, 96 + 3 * vary, 112, -20, 15},
            {0, 0, 0, 74, 92, 106, 900, 60},
            {0, 0, 2, 68, 86, 98, 36, 3},
            {-20, -6, 8, 7, 28, 18, 8, 2},
            {20, -6, 8, 7, 28, 18, 8, 2},
            {0, 6, 4, 3, 12, 16, 8, 1},
            {-26, 8, 0, 14, 20, 16, 40, 2},
            {26, 8, 0, 14, 20, 16, 40, 2},
            {0, 0, 40, 1.2, 80, 60, 60, 2},
            {0, 58, -45, 44, 26, 24, 38, 3},
            {0, -80, -55, 24, 20, 26, -600, 100},
            {-32, -74, -40, 13, 13, 13, 10, 2},
            {32, -74, -40, 13, 13, 13, 10, 2}};
}

/// Neck and face first, the braincase over them, the eyes last. Values for CT, for T1 and for FDG uptake.
struct FacePart {
    Ellipsoid shape;
    double mr, pet;
};

std::vector<FacePart> face_parts() {
    return {{{0, 26, -150, 56, 60, 110, 45, 6}, 260, 210},   // neck
            {{0, 40, -150, 17, 17, 95, 350, 40}, 120, 260},  // spine
            {{0, -42, -72, 60, 58, 66, 40, 8}, 330, 240},    // cheeks and jaw
            {{0, -88, -112, 20, 16, 18, 45, 6}, 330, 190},   // chin
            {{0, -60, -96, 44, 32, 14, 600, 60}, 60, 170},   // mandible
            {{0, -58, -58, 14, 34, 24, -700, 60}, 15, 40},   // nasal cavity
            {{0, -104, -58, 14, 18, 24, 30, 4}, 420, 170},   // nose
            {{0, 0, 18, 79, 98, 92, -20, 15}, 620, 180},     // scalp
            {{0, 0, 18, 74, 93, 87, 900, 60}, 40, 150},      // skull
            {{0, 4, 22, 66, 84, 74, 36, 3}, 380, 2600},      // cerebrum
            {{0, 46, -34, 48, 34, 26, 38, 3}, 400, 2000},    // cerebellum
            {{0, 20, -56, 13, 13, 34, 38, 3}, 430, 1500},    // brain stem
            {{0, 4, 28, 52, 68, 54, 30, 3}, 470, 1100},      // white matter
            {{-18, 0, 28, 7, 26, 16, 8, 2}, 90, 250},        // ventricles
            {{18, 0, 28, 7, 26, 16, 8, 2}, 90, 250},
            {{-32, -82, -40, 13, 13, 13, 10, 2}, 150, 330},  // eyes
            {{32, -82, -40, 13, 13, 13, 10, 2}, 150, 330}};
}

std::vector<Ellipsoid> whole_head(std::uint64_t seed, Kind kind) {
    std::vector<Ellipsoid> parts;
    const double grow = 1 + 0.03 * noise(seed, 1, 0, 0);
    for (const auto& part : face_parts()) {
        auto shape = part.shape;
        // The braincase keeps its place, so that brain_of_face holds for every seed.
        if (parts.size() < 7) shape.radius_x *= grow;
        if (kind != Kind::ct_face) {
            shape.value = kind == Kind::pet_head ? part.pet : part.mr;
            shape.texture = 10;
        }
        parts.push_back(shape);
    }
    return parts;
}

/// A T1-like contrast: fat bright, white matter over grey matter over fluid.
std::vector<Ellipsoid> brain_mr(std::uint64_t seed) {
    auto parts = head(seed);
    const double signal[] = {620, 40, 380, 90, 90, 90, 300, 300, 250, 360, 30, 150, 150};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i].value = signal[i];
        parts[i].texture = 12;
    }
    parts.insert(parts.begin() + 3, {0, 0, 6, 56, 72, 80, 470, 20});
    return parts;
}

Ellipsoid lesion_of(Kind kind, std::uint64_t seed) {
    const double radius = 7 + 5 * std::abs(noise(seed, 9, 0, 0));
    const double side = noise(seed, 10, 0, 0) < 0 ? -1 : 1;
    switch (kind) {
        case Kind::ct_chest:
            return {62 * side, -12, 0, radius, radius, radius, 40, 5};
        case Kind::ct_head:
        case Kind::ct_face:
            return {34 * side, -14, 6, radius, radius * 1.3, radius, 66, 3};
        case Kind::mr:
        case Kind::mr_face:
            return {34 * side, -14, 6, radius, radius * 1.3, radius, 150, 10};
        case Kind::pet_head:
            return {34 * side, -14, 6, radius, radius * 1.3, radius, 3400, 10};
        default:
            return {-72, -22, 6, radius, radius, radius, 18, 4};
    }
}

}  // namespace

std::vector<Ellipsoid> brain_of_face() {
    std::vector<Ellipsoid> brain;
    const auto parts = face_parts();
    for (std::size_t i = 9; i < 12; ++i) brain.push_back(parts[i].shape);
    return brain;
}

Body body_of(Kind kind, std::uint64_t seed, bool with_lesion) {
    Body body;
    switch (kind) {
        case Kind::ct_head:
            body.parts = head(seed);
            body.noise = 4;
            break;
        case Kind::mr:
            body.parts = brain_mr(seed);
            body.air = 12;
            body.noise = 10;
            break;
        case Kind::ct_face:
            body.parts = whole_head(seed, kind);
            body.noise = 4;
            break;
        case Kind::mr_face:
            body.parts = whole_head(seed, kind);
            body.air = 12;
            body.noise = 10;
            break;
        case Kind::pet_head:
            body.parts = whole_head(seed, kind);
            body.air = 14;
            body.noise = 12;
            break;
        case Kind::ct_chest:
        case Kind::xray:
            body.parts = chest(seed);
            break;
        default:
            body.parts = abdomen(seed);
    }
    if (with_lesion) body.parts.push_back(lesion_of(kind == Kind::xray ? Kind::ct_chest : kind, seed));
    return body;
}

void blur(std::vector<double>& values, std::size_t size) {
    constexpr double kWeights[] = {0.06, 0.24, 0.4, 0.24, 0.06};
    const auto last = static_cast<std::ptrdiff_t>(size) - 1;
    for (const bool down : {false, true}) {
        const auto before = values;
        for (std::ptrdiff_t row = 0; row <= last; ++row) {
            for (std::ptrdiff_t column = 0; column <= last; ++column) {
                double sum = 0;
                for (std::ptrdiff_t step = -2; step <= 2; ++step) {
                    const auto y = std::clamp(row + (down ? step : 0), std::ptrdiff_t{0}, last);
                    const auto x = std::clamp(column + (down ? 0 : step), std::ptrdiff_t{0}, last);
                    sum += kWeights[step + 2] * before[static_cast<std::size_t>(y * (last + 1) + x)];
                }
                values[static_cast<std::size_t>(row * (last + 1) + column)] = sum;
            }
        }
    }
}

std::vector<double> slice_of(const Body& body, double z, std::size_t size, double spacing,
                             std::uint64_t seed) {
    std::vector<Ellipsoid> cut;
    for (auto part : body.parts) {
        const double height = (z - part.z) / part.radius_z;
        if (height <= -1 || height >= 1) continue;
        const double shrink = std::sqrt(1 - height * height);
        part.radius_x *= shrink;
        part.radius_y *= shrink;
        cut.push_back(part);
    }
    std::vector<double> values(size * size, body.air);
    const double middle = static_cast<double>(size - 1) / 2;
    const auto z_key = static_cast<std::int64_t>(std::lround(z * 10));
    for (std::size_t row = 0; row < size; ++row) {
        const double y = (static_cast<double>(row) - middle) * spacing;
        for (std::size_t column = 0; column < size; ++column) {
            const double x = (static_cast<double>(column) - middle) * spacing;
            auto& value = values[row * size + column];
            double texture = 0;
            for (const auto& part : cut) {
                const double a = (x - part.x) / part.radius_x;
                const double b = (y - part.y) / part.radius_y;
                if (a * a + b * b > 1) continue;
                value = part.value;
                texture = part.texture;
            }
            if (texture > 0) value += texture * smooth_noise(seed, x + z, y - z, 6);
            value += body.noise *
                     noise(seed, static_cast<std::int64_t>(column), static_cast<std::int64_t>(row), z_key);
        }
    }
    return values;
}

}  // namespace medal::imaging::phantom
