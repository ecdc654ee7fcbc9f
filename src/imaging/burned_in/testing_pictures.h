// Pictures with text for the tests, drawn with fonts that no sample has.
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/phantom/drawing.h"
#include "imaging/picture/raster.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {

/// Speckle around a grey value, in as many channels as asked for.
inline cv::Mat tissue(int width, int height, const cv::Scalar& colour, int channels, std::uint64_t seed) {
    cv::Mat picture(height, width, channels == 1 ? CV_8UC1 : CV_8UC3, colour);
    for (int y = 0; y < height; ++y) {
        auto* row = picture.ptr<std::uint8_t>(y);
        for (int x = 0; x < width; ++x) {
            const auto speckle = static_cast<int>(12 * phantom::noise(seed, x, y, 0));
            for (int c = 0; c < channels; ++c) {
                auto& sample = row[x * channels + c];
                sample = static_cast<std::uint8_t>(std::clamp(sample + speckle, 0, 255));
            }
        }
    }
    return picture;
}

/// `corner` is the lower left one of the text.
inline void write(cv::Mat& picture, const std::string& text, cv::Point corner, double size,
                  const cv::Scalar& colour) {
    cv::putText(picture, text, corner, cv::FONT_HERSHEY_DUPLEX, size, colour, 1, cv::LINE_AA);
}

inline picture::Raster raster_of(const cv::Mat& picture) {
    picture::Raster raster{static_cast<std::size_t>(picture.cols),
                           static_cast<std::size_t>(picture.rows),
                           static_cast<std::size_t>(picture.channels()),
                           {}};
    for (int y = 0; y < picture.rows; ++y) {
        const auto* row = picture.ptr<std::uint8_t>(y);
        raster.samples.insert(raster.samples.end(), row, row + picture.cols * picture.channels());
    }
    return raster;
}

/// Whether regions of this class cover most of the box, all of them together.
inline bool covers(const std::vector<TextRegion>& regions, const cv::Rect& box, TextClass text_class) {
    cv::Mat covered = cv::Mat::zeros(box.size(), CV_8UC1);
    for (const auto& region : regions) {
        if (region.text_class != text_class) continue;
        const cv::Rect found{static_cast<int>(region.x), static_cast<int>(region.y),
                             static_cast<int>(region.width), static_cast<int>(region.height)};
        const cv::Rect shared = found & box;
        if (!shared.empty()) covered(shared - box.tl()).setTo(1);
    }
    return cv::countNonZero(covered) * 10 >= box.area() * 8;
}

}  // namespace medal::imaging::burned_in
