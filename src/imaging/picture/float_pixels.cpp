#include "imaging/picture/float_pixels.h"

#include "base/error.h"
#include "imaging/dicom/image_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace medal::imaging::picture {
namespace {

using dicom::DataSet;

double number_at(Bytes bytes, std::size_t index, std::size_t width, Endian endian) {
    if (width == sizeof(float)) return std::bit_cast<float>(u32(bytes, index * width, endian));
    return std::bit_cast<double>(u64(bytes, index * width, endian));
}

std::vector<double> numbers_of(const DataSet& data, const dicom::Element& pixels, std::size_t width,
                               std::uint64_t frame) {
    const auto shape = dicom::shape_of(data);
    if (!shape || frame >= shape->frames) {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
    }
    const auto count = shape->frame_pixels();
    const auto bytes = pixels.kind == dicom::Kind::value ? data.value(pixels) : Bytes{};
    if (count == 0 || bytes.size() / width / count <= frame) {
        throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
    }
    std::vector<double> numbers(count);
    const auto first = static_cast<std::size_t>(frame * count);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = number_at(bytes, first + i, width, data.encoding.endian);
    return numbers;
}

Window whole_range(const std::vector<double>& numbers) {
    double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
    for (const double number : numbers) {
        if (!std::isfinite(number)) continue;
        low = std::min(low, number);
        high = std::max(high, number);
    }
    return high > low ? Window{low + (high - low) / 2, high - low} : Window{low, 1};
}

struct FloatFrame {
    dicom::ImageShape shape;
    std::vector<double> numbers;
};

/// nullopt where the file has no such pixels.
std::optional<FloatFrame> float_frame(const DataSet& data, std::uint64_t frame) {
    const auto* pixels = float_pixels_of(data);
    if (pixels == nullptr) return std::nullopt;
    const auto width = pixels->tag == dicom::tags::kFloatPixelData ? sizeof(float) : sizeof(double);
    auto numbers = numbers_of(data, *pixels, width, frame);
    return FloatFrame{*dicom::shape_of(data), std::move(numbers)};
}

Raster drawn(const FloatFrame& frame, const Window& window) {
    auto raster = Raster::blank(frame.shape.columns, frame.shape.rows, 1);
    for (std::size_t i = 0; i < frame.numbers.size(); ++i) {
        // PS3.3, C.11.2.1.3.2: numbers have no steps that a linear window would count.
        const double grey = ((frame.numbers[i] - window.center) / window.width + 0.5) * 255;
        if (grey > 0) raster.samples[i] = static_cast<std::uint8_t>(std::lround(std::min(grey, 255.0)));
    }
    return raster;
}

}  // namespace

const dicom::Element* float_pixels_of(const DataSet& data) {
    if (data.find(dicom::tags::kPixelData) != nullptr) return nullptr;
    const auto* singles = data.find(dicom::tags::kFloatPixelData);
    return singles != nullptr ? singles : data.find(dicom::tags::kDoublePixelData);
}

std::optional<Raster> display_float_frame(const DataSet& data, std::uint64_t number,
                                          std::optional<Window> window) {
    const auto frame = float_frame(data, number);
    if (!frame) return std::nullopt;
    if (!window) window = header_window(data, number);
    return drawn(*frame, window ? *window : whole_range(frame->numbers));
}

std::optional<Raster> display_float_range(const DataSet& data, std::uint64_t number) {
    const auto frame = float_frame(data, number);
    return frame ? std::optional{drawn(*frame, whole_range(frame->numbers))} : std::nullopt;
}

}  // namespace medal::imaging::picture
