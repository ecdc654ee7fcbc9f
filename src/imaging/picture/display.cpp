#include "imaging/picture/display.h"

#include "base/error.h"
#include "imaging/picture/float_pixels.h"
#include "imaging/picture/lookup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace medal::imaging::picture {
namespace {

using dicom::DecodedFrame;
using dicom::Tag;

constexpr Tag kIntercept{0x00281052}, kSlope{0x00281053}, kCenter{0x00281050}, kWidth{0x00281051},
    kVoiFunction{0x00281056}, kPresentationShape{0x20500020}, kModalityLut{0x00283000}, kVoiLut{0x00283010};

std::uint8_t byte_of(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

using Range = std::pair<std::size_t, std::size_t>;

/// The elements below the n-th item of a sequence of the outermost level; empty where there is none.
Range item_of(const dicom::DataSet& data, Tag sequence, std::uint64_t number) {
    const auto* outer = data.find(sequence);
    if (outer == nullptr || outer->kind != dicom::Kind::sequence) return {};
    std::size_t item = static_cast<std::size_t>(outer - data.elements.data()) + 1;
    for (std::uint64_t i = 0; i < number && item < outer->end; ++i) item = data.elements[item].end;
    return item < outer->end ? Range{item + 1, data.elements[item].end} : Range{};
}

const dicom::Element* first_in(const dicom::DataSet& data, Range range, Tag tag) {
    for (auto i = range.first; i < range.second; ++i) {
        const auto& element = data.elements[i];
        if (element.tag == tag && element.kind == dicom::Kind::value && element.length > 0) return &element;
    }
    return nullptr;
}

/// PS3.3, C.7.6.16: of the frame itself, then of all frames, then wherever it stands.
const dicom::Element* of_frame(const dicom::DataSet& data, std::uint64_t frame, Tag tag) {
    constexpr Tag kPerFrame{0x52009230}, kShared{0x52009229};
    if (const auto* element = data.find(tag); element != nullptr && element->length > 0) return element;
    for (const auto& range :
         {item_of(data, kPerFrame, frame), item_of(data, kShared, 0), Range{0, data.elements.size()}}) {
        if (const auto* element = first_in(data, range, tag)) return element;
    }
    return nullptr;
}

double number_of(const dicom::DataSet& data, std::uint64_t frame, Tag tag, double otherwise) {
    const auto* element = of_frame(data, frame, tag);
    const auto numbers = element != nullptr ? data.decimals(*element) : std::vector<double>{};
    return numbers.empty() ? otherwise : numbers.front();
}

enum class Curve { linear, exact, sigmoid };

Curve curve_of(const dicom::DataSet& data, std::uint64_t frame) {
    const auto* element = of_frame(data, frame, kVoiFunction);
    const auto name = element != nullptr ? data.text(*element) : std::string_view{};
    if (name == "SIGMOID") return Curve::sigmoid;
    return name == "LINEAR_EXACT" ? Curve::exact : Curve::linear;
}

}  // namespace

/// A width below 1 (0 for the exact ones) is no window: PS3.3, C.11.2.1.2.
std::optional<Window> header_window(const dicom::DataSet& data, std::uint64_t frame) {
    const double width = number_of(data, frame, kWidth, 0);
    if (curve_of(data, frame) == Curve::linear ? width < 1 : width <= 0) return std::nullopt;
    return Window{number_of(data, frame, kCenter, 0), width};
}

namespace {

Window range_window(const std::vector<double>& values) {
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const double value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return {(low + high + 1) / 2, std::max(high - low + 1, 1.0)};
}

/// PS3.3, C.11.2.1.2 and C.11.2.1.3.
double windowed(double value, const Window& window, Curve curve) {
    if (curve == Curve::sigmoid) return 255 / (1 + std::exp(-4 * (value - window.center) / window.width));
    if (curve == Curve::exact) return ((value - window.center) / window.width + 0.5) * 255;
    if (window.width <= 1) return value > window.center - 0.5 ? 255 : 0;
    return ((value - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255;
}

/// PS3.3, C.11.1: by a table, or by slope and intercept.
std::vector<double> modality_values(const dicom::DataSet& data, std::uint64_t number,
                                    const DecodedFrame& frame) {
    std::vector<double> values(frame.columns * frame.rows);
    if (const auto table = lookup_in(data, kModalityLut)) {
        for (std::size_t i = 0; i < values.size(); ++i) values[i] = table->at(frame.value(i * frame.samples));
        return values;
    }
    const double slope = number_of(data, number, kSlope, 1);
    const double intercept = number_of(data, number, kIntercept, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(frame.value(i * frame.samples)) * slope + intercept;
    }
    return values;
}

/// A window that somebody asked for, the header's table, the header's window, that of the modality, the
/// range.
std::vector<std::uint8_t> voi_values(const dicom::DataSet& data, std::uint64_t number,
                                     const std::vector<double>& values, std::optional<Window> window) {
    std::vector<std::uint8_t> grey(values.size());
    const auto table = window ? std::nullopt : lookup_in(data, kVoiLut);
    if (table) {
        const double scale = 255.0 / ((1 << table->bits) - 1);
        for (std::size_t i = 0; i < values.size(); ++i) {
            grey[i] = byte_of(table->at(static_cast<std::int64_t>(std::floor(values[i]))) * scale);
        }
        return grey;
    }
    const auto curve = window ? Curve::linear : curve_of(data, number);
    if (!window) window = header_window(data, number);
    if (!window && data.text(dicom::tags::kModality) == "CT") window = preset_window("soft");
    if (!window) window = range_window(values);
    for (std::size_t i = 0; i < values.size(); ++i) grey[i] = byte_of(windowed(values[i], *window, curve));
    return grey;
}

Raster display_grey(const dicom::DataSet& data, std::uint64_t number, const DecodedFrame& frame,
                    std::optional<Window> window) {
    auto raster = Raster::blank(frame.columns, frame.rows, 1);
    raster.samples = voi_values(data, number, modality_values(data, number, frame), window);
    const bool inverse = frame.photometric == "MONOCHROME1" || data.text(kPresentationShape) == "INVERSE";
    if (!inverse) return raster;
    for (auto& sample : raster.samples) sample = static_cast<std::uint8_t>(255 - sample);
    return raster;
}

Raster display_palette(const dicom::DataSet& data, const DecodedFrame& frame) {
    auto raster = Raster::blank(frame.columns, frame.rows, 3);
    const auto palette = palette_of(data);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        if (palette[channel].entries.empty()) continue;
        for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
            raster.samples[i * 3 + channel] =
                static_cast<std::uint8_t>(palette[channel].at(frame.value(i * frame.samples)));
        }
    }
    return raster;
}

/// PS3.3, C.7.6.3.1.2, YBR_FULL (ITU-R BT.601).
void to_rgb(std::uint8_t* pixel) {
    const double y = pixel[0];
    const double cb = pixel[1] - 128.0;
    const double cr = pixel[2] - 128.0;
    pixel[0] = byte_of(y + 1.402 * cr);
    pixel[1] = byte_of(y - 0.344136 * cb - 0.714136 * cr);
    pixel[2] = byte_of(y + 1.772 * cb);
}

Raster display_colour(const DecodedFrame& frame) {
    auto raster = Raster::blank(frame.columns, frame.rows, 3);
    const int shift = frame.bits_stored > 8 ? static_cast<int>(frame.bits_stored) - 8 : 0;
    const bool is_ybr = frame.photometric.starts_with("YBR");
    for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
            raster.samples[i * 3 + c] =
                static_cast<std::uint8_t>((frame.value(i * frame.samples + c) >> shift) & 0xFF);
        }
        if (is_ybr) to_rgb(raster.samples.data() + i * 3);
    }
    return raster;
}

}  // namespace

std::optional<Window> preset_window(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Window>, 12> kPresets{{{"abdomen", {50, 400}},
                                                                            {"lung", {-600, 1500}},
                                                                            {"bone", {400, 1800}},
                                                                            {"brain", {40, 80}},
                                                                            {"soft", {40, 350}},
                                                                            {"liver", {80, 150}},
                                                                            {"mediastinum", {40, 400}},
                                                                            {"stroke", {35, 40}},
                                                                            {"subdural", {75, 215}},
                                                                            {"angio", {300, 600}},
                                                                            {"temporal_bone", {600, 2800}},
                                                                            {"spine", {50, 250}}}};
    const auto found =
        std::find_if(kPresets.begin(), kPresets.end(), [&](const auto& p) { return p.first == name; });
    return found != kPresets.end() ? std::optional{found->second} : std::nullopt;
}

Window range_of(const dicom::DataSet& data, std::uint64_t number, const DecodedFrame& frame) {
    return range_window(modality_values(data, number, frame));
}

Raster display_frame(const dicom::DataSet& data, std::uint64_t number, std::optional<Window> window) {
    if (auto raster = display_float_frame(data, number, window)) return std::move(*raster);
    return display_decoded(data, number, dicom::decode_frame(data, number), window);
}

Raster display_decoded(const dicom::DataSet& data, std::uint64_t number, const DecodedFrame& frame,
                       std::optional<Window> window) {
    if (frame.photometric == "PALETTE COLOR") return display_palette(data, frame);
    return frame.samples >= 3 ? display_colour(frame) : display_grey(data, number, frame, window);
}

}  // namespace medal::imaging::picture
