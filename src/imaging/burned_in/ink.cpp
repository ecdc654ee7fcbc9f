#include "imaging/burned_in/ink.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

/// Of 255: less than this above its surroundings is noise.
constexpr int kLeastContrast = 24;
/// Of 255: how much of the way to the brightest value a stroke goes at least.
constexpr int kLeastInk = 115;
/// What parts letters from bright tissue that they stand on.
constexpr int kStrongInk = 180;
constexpr int kAlmostBrightest = 12;
/// Where more of the picture is saturated, it is tissue that is clipped.
constexpr double kMostSaturated = 0.3;
/// Of all pixels, those with a hue, from where on a picture counts as coloured.
constexpr double kColoured = 0.002;
constexpr int kHue = 60;

enum class Channel { brightest, darkest, green };

std::uint8_t value_of(const std::uint8_t* pixel, std::size_t channels, Channel channel) {
    switch (channel) {
        case Channel::brightest:
            return *std::max_element(pixel, pixel + channels);
        case Channel::darkest:
            return *std::min_element(pixel, pixel + channels);
        case Channel::green:
            return pixel[1];
    }
    return 0;
}

cv::Mat plane_of(const picture::Raster& raster, Channel channel) {
    cv::Mat grey(static_cast<int>(raster.height), static_cast<int>(raster.width), CV_8UC1);
    for (int y = 0; y < grey.rows; ++y) {
        auto* row = grey.ptr<std::uint8_t>(y);
        const auto* pixel = raster.pixel(0, static_cast<std::size_t>(y));
        for (int x = 0; x < grey.cols; ++x, pixel += raster.channels) {
            row[x] = value_of(pixel, raster.channels, channel);
        }
    }
    return grey;
}

/// Strokes against what they could be at most at their place.
Ink against_headroom(const cv::Mat& hat, const cv::Mat& background, int high) {
    Ink ink{{}, cv::Mat::zeros(hat.size(), CV_8UC1)};
    for (int y = 0; y < hat.rows; ++y) {
        const auto* above = hat.ptr<std::uint8_t>(y);
        const auto* under = background.ptr<std::uint8_t>(y);
        auto* to = ink.ink.ptr<std::uint8_t>(y);
        for (int x = 0; x < hat.cols; ++x) {
            if (above[x] < kLeastContrast) continue;
            const int room = std::max(high - under[x], kLeastContrast);
            to[x] = static_cast<std::uint8_t>(std::min(255, above[x] * 255 / room));
        }
    }
    ink.mask = ink.ink > kLeastInk;
    return ink;
}

}  // namespace

std::vector<cv::Mat> grey_planes(const picture::Raster& raster) {
    std::vector<cv::Mat> planes{plane_of(raster, Channel::brightest)};
    if (raster.channels < 3) return planes;
    const cv::Mat darkest = plane_of(raster, Channel::darkest);
    const double coloured = cv::countNonZero(planes.front() - darkest > kHue);
    if (coloured <= kColoured * static_cast<double>(darkest.total())) return planes;
    planes.push_back(darkest);
    planes.push_back(plane_of(raster, Channel::green));
    return planes;
}

std::vector<Ink> bright_inks(const cv::Mat& grey, int widest_stroke) {
    std::vector<Ink> inks;
    double high = 0;
    cv::minMaxLoc(grey, nullptr, &high);
    const cv::Mat saturated = grey >= high - kAlmostBrightest;
    if (cv::countNonZero(saturated) < kMostSaturated * static_cast<double>(grey.total())) {
        inks.push_back({saturated, saturated});
    }
    cv::Mat background;
    cv::morphologyEx(grey, background, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {widest_stroke, widest_stroke}));
    const cv::Mat hat = grey - background;
    double most = 0;
    cv::minMaxLoc(hat, nullptr, &most);
    if (most < kLeastContrast) return inks;
    inks.push_back(against_headroom(hat, background, static_cast<int>(high)));
    inks.push_back({inks.back().ink > kStrongInk, inks.back().ink});
    cv::Mat stretched;
    hat.convertTo(stretched, CV_8U, 255 / most);
    inks.push_back({stretched > kLeastInk, stretched});
    return inks;
}

}  // namespace medal::imaging::burned_in
