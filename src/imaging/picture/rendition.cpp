#include "imaging/picture/rendition.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::picture {
namespace {

constexpr dicom::Tag kIntercept{0x00281052}, kSlope{0x00281053}, kPresentationShape{0x20500020};

double first_anywhere(const dicom::DataSet& data, dicom::Tag tag, double otherwise) {
    for (const auto& element : data.elements) {
        if (element.tag != tag) continue;
        const auto numbers = data.decimals(element);
        if (!numbers.empty()) return numbers.front();
    }
    return otherwise;
}

// A window is for grey values; images of colours are shown as they are.
Raster windowed_frame(const dicom::DataSet& data, std::uint64_t number, const ShapedWindow& window) {
    const auto frame = dicom::decode_frame(data, number);
    if (frame.samples >= 3 || frame.photometric == "PALETTE COLOR")
        return display_frame(data, number, std::nullopt);
    const double slope = first_anywhere(data, kSlope, 1);
    const double intercept = first_anywhere(data, kIntercept, 0);
    const bool is_inverse = frame.photometric == "MONOCHROME1" || data.text(kPresentationShape) == "INVERSE";
    auto raster = Raster::blank(frame.columns, frame.rows, 1);
    for (std::size_t i = 0; i < raster.samples.size(); ++i) {
        const auto value = static_cast<double>(frame.value(i * frame.samples)) * slope + intercept;
        const auto grey = grey_of(value, window);
        raster.samples[i] = is_inverse ? static_cast<std::uint8_t>(255 - grey) : grey;
    }
    return raster;
}

struct Span {
    int begin = 0;
    int length = 0;
};

/// Whole pixels that the asked stretch touches the middle of; at least one.
Span stretch(double begin, double length, std::size_t size) {
    const auto whole = static_cast<double>(size);
    const auto end = length == 0 ? whole : begin + std::abs(length);
    if (begin < 0 || begin >= whole || end > whole) {
        throw base::Error{base::ErrorKind::invalid,
                          "dicomweb.bad_rendering",
                          "The region lies outside the image.",
                          {.field = "viewport", .hint = "Stay within its columns and rows."}};
    }
    const auto first = std::min(static_cast<int>(std::lround(begin)), static_cast<int>(size) - 1);
    return {first, std::max(1, static_cast<int>(std::lround(end)) - first)};
}

int scaled(int length, double scale, std::uint32_t most) {
    return std::clamp(static_cast<int>(std::lround(length * scale)), 1, static_cast<int>(most));
}

}  // namespace

std::uint8_t grey_of(double value, const ShapedWindow& window) {
    double grey = 0;
    switch (window.shape) {
        case WindowShape::sigmoid:
            grey = 255 / (1 + std::exp(-4 * (value - window.center) / window.width));
            break;
        case WindowShape::linear_exact:
            grey = ((value - window.center) / window.width + 0.5) * 255;
            break;
        case WindowShape::linear:
            // A width of 1 is a threshold (PS3.3, C.11.2.1.2.1).
            grey = window.width <= 1 ? (value > window.center - 0.5 ? 255 : 0)
                                     : ((value - (window.center - 0.5)) / (window.width - 1) + 0.5) * 255;
            break;
    }
    return static_cast<std::uint8_t>(std::lround(std::clamp(grey, 0.0, 255.0)));
}

Raster in_viewport(const Raster& raster, const DisplayArea& viewport) {
    const auto across = stretch(viewport.left, viewport.region_width, raster.width);
    const auto down = stretch(viewport.top, viewport.region_height, raster.height);
    const int type = raster.channels == 3 ? CV_8UC3 : CV_8UC1;
    const cv::Mat whole(static_cast<int>(raster.height), static_cast<int>(raster.width), type,
                        const_cast<std::uint8_t*>(raster.samples.data()));
    const auto region = whole(cv::Rect{across.begin, down.begin, across.length, down.length});
    const auto scale = std::min(static_cast<double>(viewport.width) / across.length,
                                static_cast<double>(viewport.height) / down.length);
    const auto width = scaled(across.length, scale, viewport.width);
    const auto height = scaled(down.length, scale, viewport.height);
    auto fitted =
        Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), raster.channels);
    cv::Mat target(height, width, type, fitted.samples.data());
    cv::resize(region, target, target.size(), 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (viewport.region_width < 0) cv::flip(target, target, 1);
    if (viewport.region_height < 0) cv::flip(target, target, 0);
    return fitted;
}

std::vector<std::byte> draw(const Rendition& rendition) {
    const MappedFile file{rendition.path};
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) throw_refused(scan.findings);
    auto raster = rendition.window ? windowed_frame(*scan.data, rendition.frame, *rendition.window)
                                   : display_frame(*scan.data, rendition.frame, std::nullopt);
    if (rendition.viewport) raster = in_viewport(raster, *rendition.viewport);
    return encode_as(raster, rendition.format, rendition.quality);
}

}  // namespace medal::imaging::picture
