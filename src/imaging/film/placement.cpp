#include "imaging/film/placement.h"

#include "imaging/film/libav.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace medal::imaging::film {
namespace {

/// No camera has pixels so narrow.
constexpr double kMostWidening = 8;

struct Span {
    std::uint64_t begin = 0, end = 0;
};

/// No overflow, whatever the box says.
Span span_of(std::uint64_t begin, std::uint64_t length, std::uint64_t most) {
    const auto from = std::min(begin, most);
    return {from, from + std::min(length, most - from)};
}

Span mirrored(const Span& span, std::uint64_t most) {
    return {most - span.end, most - span.begin};
}

/// 1 or -1 for a whole pixel, 0 for none; anything else is a slanted or a scaled picture.
int unit_of(std::int32_t fixed_point) {
    constexpr std::int32_t kOne = 1 << 16;
    return fixed_point == kOne ? 1 : fixed_point == -kOne ? -1 : fixed_point == 0 ? 0 : 2;
}

/// ISO 14496-12, 8.3.2: x' = a x + c y, y' = b x + d y.
void turn(Placement& placement, const std::uint8_t* matrix) {
    std::array<std::int32_t, 9> values{};
    std::memcpy(values.data(), matrix, sizeof values);
    const int a = unit_of(values[0]), b = unit_of(values[1]), c = unit_of(values[3]), d = unit_of(values[4]);
    const bool is_upright = b == 0 && c == 0 && std::abs(a) == 1 && std::abs(d) == 1;
    const bool is_turned = a == 0 && d == 0 && std::abs(b) == 1 && std::abs(c) == 1;
    if (!is_upright && !is_turned) return;
    placement.is_transposed = is_turned;
    placement.is_mirrored_across = (is_turned ? c : a) < 0;
    placement.is_mirrored_down = (is_turned ? b : d) < 0;
}

}  // namespace

std::uint64_t Placement::wide() const {
    return std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::llround(static_cast<double>(width) * widening)));
}

Box Placement::coded(const Box& shown) const {
    auto across = span_of(shown.x, shown.width, shown_width());
    auto down = span_of(shown.y, shown.height, shown_height());
    if (is_mirrored_across) across = mirrored(across, shown_width());
    if (is_mirrored_down) down = mirrored(down, shown_height());
    if (is_transposed) std::swap(across, down);
    if (across.begin >= across.end || down.begin >= down.end) return {};
    const auto narrow = static_cast<double>(width) / static_cast<double>(wide());
    const auto left = static_cast<std::uint64_t>(std::floor(static_cast<double>(across.begin) * narrow));
    const auto right = static_cast<std::uint64_t>(std::ceil(static_cast<double>(across.end) * narrow));
    return {left, down.begin, std::min(right, width) - std::min(left, width), down.end - down.begin};
}

picture::Raster Placement::shown(const picture::Raster& coded) const {
    if (!is_transposed && !is_mirrored_across && !is_mirrored_down) return coded;
    auto result = picture::Raster::blank(is_transposed ? coded.height : coded.width,
                                         is_transposed ? coded.width : coded.height, coded.channels);
    for (std::size_t y = 0; y < coded.height; ++y) {
        for (std::size_t x = 0; x < coded.width; ++x) {
            const auto across = is_transposed ? y : x;
            const auto down = is_transposed ? x : y;
            std::copy_n(coded.pixel(x, y), coded.channels,
                        result.pixel(is_mirrored_across ? result.width - 1 - across : across,
                                     is_mirrored_down ? result.height - 1 - down : down));
        }
    }
    return result;
}

Placement placement_of(const AVStream& stream, std::uint64_t width, std::uint64_t height) {
    Placement placement;
    placement.width = width;
    placement.height = height;
    const auto ratio = stream.codecpar->sample_aspect_ratio;
    const double widening = ratio.num > 0 && ratio.den > 0 ? av_q2d(ratio) : 1;
    if (widening >= 1 / kMostWidening && widening <= kMostWidening) placement.widening = widening;
    std::size_t size = 0;
    const auto* matrix = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (matrix != nullptr && size >= 9 * sizeof(std::int32_t)) turn(placement, matrix);
    return placement;
}

}  // namespace medal::imaging::film
