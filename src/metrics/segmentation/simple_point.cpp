#include "metrics/segmentation/simple_point.h"

#include <array>
#include <bit>
#include <cstdlib>

namespace medal::metrics {
namespace {

constexpr unsigned kCentre = 13;
using Masks = std::array<std::uint32_t, 27>;

constexpr int apart(int a, int b) {
    return a > b ? a - b : b - a;
}

/// Per cell, the cells within one step on every axis and at most `max_steps` steps in sum; never the centre.
constexpr Masks neighbours_within(int max_steps) {
    Masks masks{};
    for (int a = 0; a < 27; ++a) {
        for (int b = 0; b < 27; ++b) {
            const int x = apart(a % 3, b % 3);
            const int y = apart(a / 3 % 3, b / 3 % 3);
            const int z = apart(a / 9, b / 9);
            const bool near = x <= 1 && y <= 1 && z <= 1 && x + y + z <= max_steps && a != b;
            if (near && b != static_cast<int>(kCentre)) masks[static_cast<std::size_t>(a)] |= 1U << b;
        }
    }
    return masks;
}

constexpr Masks kNear26 = neighbours_within(3);
constexpr Masks kNear6 = neighbours_within(1);
constexpr std::uint32_t kAll = (1U << 27U) - 1;
constexpr std::uint32_t kFaces = kNear6[kCentre];
constexpr std::uint32_t kWithin18 = neighbours_within(2)[kCentre];

/// The component of `cells` that holds the lowest bit of `start`.
std::uint32_t component(std::uint32_t cells, std::uint32_t start, const Masks& near) noexcept {
    std::uint32_t found = start & (~start + 1);
    for (std::uint32_t front = found; front != 0;) {
        std::uint32_t reached = 0;
        for (std::uint32_t bits = front; bits != 0; bits &= bits - 1) {
            reached |= near[static_cast<std::size_t>(std::countr_zero(bits))];
        }
        front = reached & cells & ~found;
        found |= front;
    }
    return found;
}

}  // namespace

bool keeps_connected(std::uint32_t around) noexcept {
    const std::uint32_t foreground = around & kAll & ~(1U << kCentre);
    return foreground == 0 || component(foreground, foreground, kNear26) == foreground;
}

bool is_simple(std::uint32_t around) noexcept {
    const std::uint32_t foreground = around & kAll & ~(1U << kCentre);
    if (foreground == 0 || component(foreground, foreground, kNear26) != foreground) return false;
    const std::uint32_t background = ~around & kWithin18;
    const std::uint32_t faces = background & kFaces;
    return faces != 0 && (component(background, faces, kNear6) & kFaces) == faces;
}

}  // namespace medal::metrics
