#include "imaging/phantom/portrait.h"

#include "imaging/phantom/drawing.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace medal::imaging::phantom {
namespace {

using Colour = std::array<double, 3>;

/// Measured in half sides of the face's square; down is positive.
struct Place {
    double x, y;
};
struct Oval {
    double x, y, radius_x, radius_y;
};
/// How much of the colour shows in the middle, and how wide the edge is.
struct Coat {
    double strength, edge;
};

Colour times(const Colour& colour, double factor) {
    return {colour[0] * factor, colour[1] * factor, colour[2] * factor};
}

class Brush {
  public:
    Brush(Colour ground, Place at) : colour_(ground), at_(at) {}

    void lay(const Colour& colour, const Oval& oval, const Coat& coat) {
        const double away = std::hypot((at_.x - oval.x) / oval.radius_x, (at_.y - oval.y) / oval.radius_y);
        const double outside = (away - 1) * std::min(oval.radius_x, oval.radius_y);
        const double share = coat.strength * std::clamp(0.5 - outside / coat.edge, 0.0, 1.0);
        for (std::size_t i = 0; i < 3; ++i) colour_[i] += (colour[i] - colour_[i]) * share;
    }
    const Colour& colour() const { return colour_; }

  private:
    Colour colour_;
    Place at_;
};

void draw_eye(Brush& brush, const Colour& skin, const Colour& hair, double side) {
    const double x = 0.155 * side;
    brush.lay(times(skin, 0.72), {x, -0.035, 0.11, 0.075}, {0.8, 0.08});
    brush.lay({235, 230, 226}, {x, -0.03, 0.07, 0.032}, {1, 0.015});
    brush.lay({60, 45, 35}, {x, -0.03, 0.032, 0.034}, {1, 0.012});
    brush.lay({40, 30, 26}, {x, -0.058, 0.08, 0.012}, {0.8, 0.015});
    brush.lay(times(hair, 1.1), {1.03 * x, -0.125, 0.10, 0.02}, {0.85, 0.03});
    brush.lay(times(skin, 0.62), {0.05 * side, 0.2, 0.022, 0.014}, {0.7, 0.02});
    brush.lay(times(skin, 0.85), {0.055 * side, 0.1, 0.02, 0.12}, {0.6, 0.05});
}

Colour colour_at(Place at, const Colour& skin, const Colour& hair) {
    Brush brush{{120, 135, 150}, at};
    brush.lay(hair, {0, -0.10, 0.44, 0.58}, {1, 0.03});
    brush.lay(times(skin, 0.8), {0, 0.72, 0.2, 0.4}, {1, 0.03});
    brush.lay({60, 70, 110}, {0, 1.15, 0.75, 0.45}, {1, 0.03});
    const double light = 1 - 0.25 * std::min(1.0, std::abs(at.x - 0.05) / 0.4) - 0.1 * std::max(0.0, at.y);
    brush.lay(times(skin, light), {0, 0.05, 0.36, 0.50}, {1, 0.03});
    brush.lay(hair, {0, -0.52, 0.33, 0.2}, {1, 0.06});
    for (const double side : {-1.0, 1.0}) draw_eye(brush, skin, hair, side);
    brush.lay(times(skin, 1.08), {0.01, 0.08, 0.022, 0.13}, {0.6, 0.04});
    brush.lay(times(skin, 0.7), {0, 0.225, 0.07, 0.015}, {0.5, 0.03});
    brush.lay({170, 92, 88}, {0, 0.325, 0.13, 0.035}, {0.9, 0.03});
    brush.lay({95, 45, 45}, {0, 0.322, 0.12, 0.006}, {0.9, 0.012});
    brush.lay(times(skin, 0.75), {0, 0.40, 0.08, 0.015}, {0.5, 0.04});
    return brush.colour();
}

}  // namespace

picture::Raster draw_portrait(std::size_t size, std::uint64_t seed) {
    const double dark = 0.5 + 0.5 * noise(seed, 3, 0, 0);
    const Colour skin{214 - 90 * dark, 170 - 84 * dark, 146 - 80 * dark};
    const Colour hair{70 - 40 * dark, 48 - 26 * dark, 38 - 20 * dark};
    auto raster = picture::Raster::blank(size, size, 3);
    constexpr double kFaceShare = 0.7;
    const double half = static_cast<double>(size) / 2;
    const double grid = half * kFaceShare;
    for (std::size_t y = 0; y < size; ++y) {
        for (std::size_t x = 0; x < size; ++x) {
            const auto colour = colour_at(
                {(static_cast<double>(x) - half) / grid, (static_cast<double>(y) - half) / grid}, skin, hair);
            const double grain =
                3 * noise(seed, static_cast<std::int64_t>(x), static_cast<std::int64_t>(y), 0);
            for (std::size_t i = 0; i < 3; ++i) {
                raster.pixel(x, y)[i] = static_cast<std::uint8_t>(std::clamp(colour[i] + grain, 0.0, 255.0));
            }
        }
    }
    return raster;
}

}  // namespace medal::imaging::phantom
