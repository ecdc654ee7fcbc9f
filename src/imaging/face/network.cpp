#include "imaging/face/network.h"

#include "base/error.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include <Eigen/Core>

namespace medal::imaging::face {
namespace {

enum class Layer : std::uint8_t { conv, depthwise, add, halve, widen, twice };

/// One layer: tensors by number, weights and biases by their first place among all numbers.
struct Step {
    Layer layer;
    std::size_t input, second, output;
    std::size_t weights, biases;
    std::size_t channels, kernel, stride;
    bool is_clipped;
};

#include "face_network.inc"

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMap = Eigen::Map<const Matrix>;
using Row = Eigen::Map<Eigen::ArrayXf>;
using ConstRow = Eigen::Map<const Eigen::ArrayXf>;

/// One place of the result stands for so many pixels of the input.
constexpr std::size_t kCell_px = 4;

Eigen::Index index(std::size_t value) {
    return static_cast<Eigen::Index>(value);
}

/// IEEE 754 half precision.
float to_float(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000U) << 16;
    const std::uint32_t exponent = half >> 10 & 0x1FU;
    const std::uint32_t fraction = half & 0x3FFU;
    if (exponent == 0) {
        const float small = static_cast<float>(fraction) * 0x1p-24F;
        return sign != 0 ? -small : small;
    }
    return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
}

const std::vector<float>& numbers() {
    static const auto all = [] {
        std::vector<float> floats;
        floats.reserve(4 * std::size(kNumbers));
        for (const auto word : kNumbers) {
            for (unsigned shift = 0; shift < 64; shift += 16) {
                floats.push_back(to_float(static_cast<std::uint16_t>(word >> shift)));
            }
        }
        return floats;
    }();
    return all;
}

Planes empty(std::size_t width, std::size_t height, std::size_t channels) {
    return {width, height, channels, std::vector<float>(width * height * channels, 0)};
}

/// Where the kernel begins for a place of the output: padded so that the output has input / stride places.
struct Frame {
    std::size_t out, in, kernel, stride;

    std::size_t before() const {
        const auto needed = (out - 1) * stride + kernel;
        return needed > in ? (needed - in) / 2 : 0;
    }
    /// Kernel places that lie inside, for output `o`: first and one past the last.
    std::size_t first(std::size_t o) const {
        const auto begin = o * stride;
        return begin < before() ? before() - begin : 0;
    }
    std::size_t last(std::size_t o) const { return std::min(kernel, in + before() - o * stride); }
    std::size_t source(std::size_t o, std::size_t k) const { return o * stride + k - before(); }
};

Frame frame_of(std::size_t in, const Step& step) {
    return {(in + step.stride - 1) / step.stride, in, step.kernel, step.stride};
}

/// For each place of the output what the kernel sees, in one row.
Planes unrolled(const Planes& in, const Step& step) {
    const auto across = frame_of(in.width, step);
    const auto down = frame_of(in.height, step);
    auto out = empty(across.out, down.out, step.kernel * step.kernel * in.channels);
    for (std::size_t y = 0; y < down.out; ++y) {
        for (std::size_t x = 0; x < across.out; ++x) {
            for (auto j = down.first(y); j < down.last(y); ++j) {
                for (auto i = across.first(x); i < across.last(x); ++i) {
                    std::copy_n(in.at(across.source(x, i), down.source(y, j)), in.channels,
                                out.at(x, y) + (j * step.kernel + i) * in.channels);
                }
            }
        }
    }
    return out;
}

Planes convolved(const Planes& in, const Step& step) {
    if (step.kernel > 1) {
        auto single = step;
        single.kernel = single.stride = 1;
        return convolved(unrolled(in, step), single);
    }
    auto out = empty(in.width, in.height, step.channels);
    const auto places = index(in.width * in.height);
    const ConstMap from{in.values.data(), places, index(in.channels)};
    const ConstMap weights{numbers().data() + step.weights, index(step.channels), index(in.channels)};
    const Eigen::Map<const Eigen::RowVectorXf> biases{numbers().data() + step.biases, index(step.channels)};
    Eigen::Map<Matrix> to{out.values.data(), places, index(step.channels)};
    to.noalias() = from * weights.transpose();
    to.rowwise() += biases;
    return out;
}

Planes convolved_by_channel(const Planes& in, const Step& step) {
    const auto across = frame_of(in.width, step);
    const auto down = frame_of(in.height, step);
    auto out = empty(across.out, down.out, in.channels);
    const auto* weights = numbers().data() + step.weights;
    const auto channels = index(in.channels);
    for (std::size_t y = 0; y < down.out; ++y) {
        for (std::size_t x = 0; x < across.out; ++x) {
            float* to = out.at(x, y);
            std::copy_n(numbers().data() + step.biases, in.channels, to);
            for (auto j = down.first(y); j < down.last(y); ++j) {
                for (auto i = across.first(x); i < across.last(x); ++i) {
                    const float* from = in.at(across.source(x, i), down.source(y, j));
                    const float* weight = weights + (j * step.kernel + i) * in.channels;
                    Row{to, channels} += ConstRow{from, channels} * ConstRow{weight, channels};
                }
            }
        }
    }
    return out;
}

/// The largest of two by two.
Planes halved(const Planes& in) {
    auto out = empty(in.width / 2, in.height / 2, in.channels);
    const auto channels = index(in.channels);
    for (std::size_t y = 0; y < out.height; ++y) {
        for (std::size_t x = 0; x < out.width; ++x) {
            const auto row = [&](std::size_t i, std::size_t j) {
                return ConstRow{in.at(2 * x + i, 2 * y + j), channels};
            };
            Row{out.at(x, y), channels} = row(0, 0).max(row(1, 0)).max(row(0, 1).max(row(1, 1)));
        }
    }
    return out;
}

Planes widened(const Planes& in, std::size_t channels) {
    auto out = empty(in.width, in.height, channels);
    for (std::size_t y = 0; y < in.height; ++y) {
        for (std::size_t x = 0; x < in.width; ++x) std::copy_n(in.at(x, y), in.channels, out.at(x, y));
    }
    return out;
}

/// Twice as large, linear between the middles of places.
Planes enlarged(const Planes& in) {
    auto out = empty(2 * in.width, 2 * in.height, in.channels);
    const auto channels = index(in.channels);
    const auto neighbours = [](std::size_t at, std::size_t size) {
        const auto near = at / 2;
        const auto far = at % 2 == 0 ? (near == 0 ? 0 : near - 1) : std::min(near + 1, size - 1);
        return std::pair{near, far};
    };
    for (std::size_t y = 0; y < out.height; ++y) {
        const auto [near_y, far_y] = neighbours(y, in.height);
        for (std::size_t x = 0; x < out.width; ++x) {
            const auto [near_x, far_x] = neighbours(x, in.width);
            const auto row = [&](std::size_t i, std::size_t j) { return ConstRow{in.at(i, j), channels}; };
            Row{out.at(x, y), channels} = 0.5625F * row(near_x, near_y) + 0.1875F * row(far_x, near_y) +
                                          0.1875F * row(near_x, far_y) + 0.0625F * row(far_x, far_y);
        }
    }
    return out;
}

Planes sum_of(const Planes& a, const Planes& b) {
    auto out = a;
    Row{out.values.data(), index(out.values.size())} += ConstRow{b.values.data(), index(b.values.size())};
    return out;
}

Planes applied(const Step& step, const Planes& first, const Planes& second) {
    switch (step.layer) {
        case Layer::conv:
            return convolved(first, step);
        case Layer::depthwise:
            return convolved_by_channel(first, step);
        case Layer::add:
            return sum_of(first, second);
        case Layer::halve:
            return halved(first);
        case Layer::widen:
            return widened(first, step.channels);
        case Layer::twice:
            return enlarged(first);
    }
    return {};
}

Candidate candidate_at(const Planes& boxes, std::size_t x, std::size_t y, double score) {
    const float* raw = boxes.at(x, y);
    const auto place_x = (static_cast<double>(x) + 0.5) * kCell_px;
    const auto place_y = (static_cast<double>(y) + 0.5) * kCell_px;
    Candidate candidate{score, place_x + raw[0], place_y + raw[1], raw[2], raw[3], {}};
    for (std::size_t i = 0; i < candidate.spots.size(); ++i) {
        candidate.spots[i] = {place_x + raw[4 + 2 * i], place_y + raw[5 + 2 * i]};
    }
    return candidate;
}

}  // namespace

std::vector<Candidate> face_candidates(Planes input, double least_score) {
    if (input.channels != 3 || input.width == 0 || input.height == 0 || input.width % kNetworkStep_px != 0 ||
        input.height % kNetworkStep_px != 0) {
        base::fail_internal("the network for faces was given an input of another form");
    }
    std::vector<Planes> tensors(kTensors);
    tensors[0] = std::move(input);
    for (const auto& step : kSteps) {
        auto& output = tensors[step.output];
        output = applied(step, tensors[step.input], tensors[step.second]);
        if (!step.is_clipped) continue;
        Row all{output.values.data(), index(output.values.size())};
        all = all.max(0.0F);
    }
    std::vector<Candidate> candidates;
    const auto& scores = tensors[kScores];
    for (std::size_t y = 0; y < scores.height; ++y) {
        for (std::size_t x = 0; x < scores.width; ++x) {
            const double score = 1 / (1 + std::exp(-static_cast<double>(*scores.at(x, y))));
            if (score < least_score) continue;
            const auto candidate = candidate_at(tensors[kBoxes], x, y, score);
            if (candidate.width > 0 && candidate.height > 0) candidates.push_back(candidate);
        }
    }
    return candidates;
}

}  // namespace medal::imaging::face
