#include "imaging/picture/volume_slice.h"

#include "base/error.h"
#include "imaging/face/nifti_volume.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace medal::imaging::picture {
namespace {

constexpr std::int16_t kRgb24 = 128;
constexpr std::uint64_t kMostPixels = 100'000'000;

struct Flips {
    bool across = false;
    bool down = true;
};

/// Against the direction in which a picture's columns and rows run: to the left, to the back, to the feet.
bool runs_against(const face::Point& axis) {
    const double x = std::abs(axis.x);
    const double y = std::abs(axis.y);
    const double z = std::abs(axis.z);
    if (x >= y && x >= z) return axis.x < 0;
    return y >= z ? axis.y < 0 : axis.z > 0;
}

Flips flips_of(Bytes file, const NiftiHeader& header) {
    const auto placement = face::placement_of(file, header);
    if (!placement) return {};
    return {runs_against(placement->step[0]), runs_against(placement->step[1])};
}

/// cal_max and cal_min, where they are a range.
std::optional<Window> header_window(Bytes file, const NiftiHeader& header) {
    const auto number = [&](std::size_t narrow, std::size_t wide) {
        return header.version_2 ? std::bit_cast<double>(u64(file, wide, header.endian))
                                : static_cast<double>(std::bit_cast<float>(u32(file, narrow, header.endian)));
    };
    const double high = number(124, 192);
    const double low = number(128, 200);
    if (!std::isfinite(high) || !std::isfinite(low) || high <= low) return std::nullopt;
    return Window{(low + high) / 2, high - low};
}

Window percentile_window(std::vector<float> values) {
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    if (values.empty()) return {0, 1};
    const auto at = [&](double share) {
        const auto place =
            values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), place, values.end());
        return static_cast<double>(*place);
    };
    const double low = at(0.01);
    const double high = at(0.99);
    return {(low + high) / 2, std::max(high - low, 1e-6)};
}

Raster flipped(const Raster& raster, Flips flips) {
    auto turned = Raster::blank(raster.width, raster.height, raster.channels);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            const auto* from =
                raster.pixel(flips.across ? raster.width - 1 - x : x, flips.down ? raster.height - 1 - y : y);
            std::copy_n(from, raster.channels, turned.pixel(x, y));
        }
    }
    return turned;
}

Raster colour_slice(Bytes file, const NiftiHeader& header, std::uint64_t number) {
    auto raster = Raster::blank(header.dim[1], header.dim[2], 3);
    const auto begin = header.data_offset + number * raster.samples.size();
    const auto bytes = file.subspan(begin, raster.samples.size());
    std::transform(bytes.begin(), bytes.end(), raster.samples.begin(),
                   [](std::byte sample) { return std::to_integer<std::uint8_t>(sample); });
    return raster;
}

Raster grey_slice(Bytes file, const NiftiHeader& header, std::uint64_t number, std::optional<Window> window) {
    const face::NiftiVoxels voxels{file, header};
    const auto depth = voxels.size()[2];
    std::vector<float> values(header.dim[1] * header.dim[2]);
    voxels.read_slice(number / depth, number % depth, values);
    if (!window) window = header_window(file, header);
    if (!window) window = percentile_window(values);
    auto raster = Raster::blank(header.dim[1], header.dim[2], 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double grey = ((values[i] - window->center) / window->width + 0.5) * 255;
        raster.samples[i] =
            std::isfinite(grey) ? static_cast<std::uint8_t>(std::lround(std::clamp(grey, 0.0, 255.0))) : 0;
    }
    return raster;
}

bool is_colour(const NiftiHeader& header) {
    return header.datatype == kRgb24 && header.bits == 24;
}

}  // namespace

bool is_drawable(const NiftiHeader& header) {
    return (is_colour(header) || face::is_readable(header)) && header.dim[1] * header.dim[2] <= kMostPixels;
}

std::uint64_t slice_count(const NiftiHeader& header) {
    std::uint64_t count = 1;
    for (std::size_t i = 3; i <= header.dim[0]; ++i) count *= header.dim[i];
    return count;
}

Raster load_volume_slice(Bytes file, const NiftiHeader& header, std::optional<std::uint64_t> number,
                         std::optional<Window> window) {
    const auto slice = number.value_or(header.dim[0] >= 3 ? header.dim[3] / 2 : 0);
    if (slice >= slice_count(header)) {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
    }
    if (!is_drawable(header)) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                          "Voxels of this type (complex numbers, colours with transparency, numbers of 128 "
                          "bits), and slices of more than 100 million pixels, cannot be shown; the file is "
                          "kept as it is."};
    }
    return flipped(
        is_colour(header) ? colour_slice(file, header, slice) : grey_slice(file, header, slice, window),
        flips_of(file, header));
}

}  // namespace medal::imaging::picture
