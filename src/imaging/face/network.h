// The trained network that finds faces (BlazeFace, Bazarevsky 2019, full range; the numbers are MediaPipe's,
// Apache-2.0, taken from its npm package by the build). Convolutions only, so a picture of any size goes
// through at once. Pure arithmetic: no file is read at run time, and no library beside Eigen.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace medal::imaging::face {

/// Sides of the input are multiples of this.
constexpr std::size_t kNetworkStep_px = 32;

/// Row by row, the channels of a place together.
struct Planes {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 0;
    std::vector<float> values;

    const float* at(std::size_t x, std::size_t y) const { return values.data() + (y * width + x) * channels; }
    float* at(std::size_t x, std::size_t y) { return values.data() + (y * width + x) * channels; }
};

/// In pixels of the input.
struct Candidate {
    /// 0 to 1.
    double score = 0;
    double middle_x = 0, middle_y = 0, width = 0, height = 0;
    struct Spot {
        double x = 0, y = 0;
    };
    /// As the picture shows them: left eye, right eye, tip of the nose, middle of the mouth, ears.
    std::array<Spot, 6> spots{};
};

/// `input` has three channels from -1 to 1. Every place with at least `least_score`; one face has many.
std::vector<Candidate> face_candidates(Planes input, double least_score);

}  // namespace medal::imaging::face
