#include "imaging/picture/display.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"

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
    kVoiFunction{0x00281056}, kPresentationShape{0x20500020};

std::uint8_t byte_of(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

/// Enhanced objects keep it in functional groups: the first one found at any depth is as good as any here.
double first_anywhere(const dicom::DataSet& data, Tag tag, double otherwise) {
    for (const auto& element : data.elements) {
        if (element.tag != tag) continue;
        const auto numbers = data.decimals(element);
        if (!numbers.empty()) return numbers.front();
    }
    return otherwise;
}

std::optional<Window> header_window(const dicom::DataSet& data) {
    const double width = first_anywhere(data, kWidth, 0);
    if (width < 1) return std::nullopt;
    return Window{first_anywhere(data, kCenter, 0), width};
}

Window range_window(const std::vector<double>& values) {
    double low = std::numeric_limits<double>::max();
    double high = std::numeric_limits<double>::lowest();
    for (const double value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return {(low + high + 1) / 2, std::max(high - low + 1, 1.0)};
}

/// PS3.3, C.11.2.1.2.1, LINEAR (and LINEAR_EXACT where the header asks for it).
double windowed(double value, const Window& window, bool exact) {
    if (exact) return ((value - window.center) / window.width + 0.5) * 255;
    if (window.width <= 1) return value > window.center - 0.5 ? 255 : 0;
    return ((value - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255;
}

Raster display_grey(const dicom::DataSet& data, const DecodedFrame& frame, std::optional<Window> window) {
    const double slope = first_anywhere(data, kSlope, 1);
    const double intercept = first_anywhere(data, kIntercept, 0);
    std::vector<double> values(frame.columns * frame.rows);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(frame.value(i * frame.samples)) * slope + intercept;
    }
    if (!window) window = header_window(data);
    if (!window) window = range_window(values);
    const bool exact = data.text(kVoiFunction) == "LINEAR_EXACT";
    const bool inverse = frame.photometric == "MONOCHROME1" || data.text(kPresentationShape) == "INVERSE";
    auto raster = Raster::blank(frame.columns, frame.rows, 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto grey = byte_of(windowed(values[i], *window, exact));
        raster.samples[i] = inverse ? static_cast<std::uint8_t>(255 - grey) : grey;
    }
    return raster;
}

struct PaletteColour {
    std::vector<std::uint8_t> entries;
    std::int64_t first = 0;
};

/// PS3.3, C.7.6.3.1.5 and .6: entries of 8 or 16 bits, the last value repeated for larger indices.
PaletteColour palette_of(const dicom::DataSet& data, std::uint32_t channel) {
    PaletteColour colour;
    const auto* descriptor = data.find(Tag{0x00281101 + channel});
    const auto* table = data.find(Tag{0x00281201 + channel});
    if (descriptor == nullptr || table == nullptr || descriptor->length < 6) return colour;
    const auto endian = data.encoding.endian;
    const auto shape = data.value(*descriptor);
    const std::size_t count = u16(shape, 0, endian) == 0 ? 65536 : u16(shape, 0, endian);
    colour.first = u16(shape, 2, endian);
    const auto raw = data.value(*table);
    const bool packed_bytes = u16(shape, 4, endian) == 8 && raw.size() < count * 2;
    std::uint16_t highest = 0;
    for (std::size_t i = 0; !packed_bytes && i * 2 + 1 < raw.size(); ++i) {
        highest = std::max(highest, u16(raw, i * 2, endian));
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (packed_bytes ? i >= raw.size() : i * 2 + 1 >= raw.size()) break;
        const auto value = packed_bytes ? std::to_integer<unsigned>(raw[i]) : u16(raw, i * 2, endian);
        // Some writers put 8-bit entries into 16-bit words without widening them.
        colour.entries.push_back(
            static_cast<std::uint8_t>(packed_bytes || highest < 256 ? value : value >> 8));
    }
    return colour;
}

Raster display_palette(const dicom::DataSet& data, const DecodedFrame& frame) {
    auto raster = Raster::blank(frame.columns, frame.rows, 3);
    for (std::uint32_t channel = 0; channel < 3; ++channel) {
        const auto colour = palette_of(data, channel);
        if (colour.entries.empty()) continue;
        for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
            const auto last = static_cast<std::int64_t>(colour.entries.size()) - 1;
            const auto index = std::clamp<std::int64_t>(frame.value(i) - colour.first, 0, last);
            raster.samples[i * 3 + channel] = colour.entries[static_cast<std::size_t>(index)];
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
    constexpr std::array<std::pair<std::string_view, Window>, 8> kPresets{{{"abdomen", {50, 400}},
                                                                           {"lung", {-600, 1500}},
                                                                           {"bone", {400, 1800}},
                                                                           {"brain", {40, 80}},
                                                                           {"soft", {40, 350}},
                                                                           {"liver", {80, 150}},
                                                                           {"mediastinum", {40, 400}},
                                                                           {"stroke", {35, 40}}}};
    const auto found =
        std::find_if(kPresets.begin(), kPresets.end(), [&](const auto& p) { return p.first == name; });
    return found != kPresets.end() ? std::optional{found->second} : std::nullopt;
}

Raster display_frame(const dicom::DataSet& data, std::uint64_t number, std::optional<Window> window) {
    const auto frame = dicom::decode_frame(data, number);
    if (frame.photometric == "PALETTE COLOR") return display_palette(data, frame);
    return frame.samples >= 3 ? display_colour(frame) : display_grey(data, frame, window);
}

Raster fitted(const Raster& raster, std::size_t longest) {
    const auto side = std::max(raster.width, raster.height);
    if (longest == 0 || side <= longest) return raster;
    const auto width = std::max<std::size_t>(1, raster.width * longest / side);
    const auto height = std::max<std::size_t>(1, raster.height * longest / side);
    auto small = Raster::blank(width, height, raster.channels);
    for (std::size_t y = 0; y < height; ++y) {
        const auto top = y * raster.height / height;
        const auto bottom = std::max(top + 1, (y + 1) * raster.height / height);
        for (std::size_t x = 0; x < width; ++x) {
            const auto left = x * raster.width / width;
            const auto right = std::max(left + 1, (x + 1) * raster.width / width);
            for (std::size_t c = 0; c < raster.channels; ++c) {
                std::uint64_t sum = 0;
                for (auto row = top; row < bottom; ++row) {
                    for (auto column = left; column < right; ++column) sum += raster.pixel(column, row)[c];
                }
                const auto count = (bottom - top) * (right - left);
                small.pixel(x, y)[c] = static_cast<std::uint8_t>((sum + count / 2) / count);
            }
        }
    }
    return small;
}

Raster contact_sheet(const std::vector<Raster>& tiles) {
    constexpr std::size_t kGap = 4;
    if (tiles.empty()) return Raster::blank(1, 1, 1);
    std::size_t width = 0;
    std::size_t height = 0;
    bool colour = false;
    for (const auto& tile : tiles) {
        width = std::max(width, tile.width + kGap);
        height = std::max(height, tile.height + kGap);
        colour = colour || tile.channels == 3;
    }
    const auto across = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(tiles.size()))));
    const auto down = (tiles.size() + across - 1) / across;
    auto sheet = Raster::blank(width * across, height * down, colour ? 3 : 1);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        for (std::size_t y = 0; y < tiles[i].height; ++y) {
            for (std::size_t x = 0; x < tiles[i].width; ++x) {
                const auto* from = tiles[i].pixel(x, y);
                auto* to = sheet.pixel(i % across * width + x, i / across * height + y);
                for (std::size_t c = 0; c < sheet.channels; ++c) to[c] = from[tiles[i].channels == 3 ? c : 0];
            }
        }
    }
    return sheet;
}

}  // namespace medal::imaging::picture
