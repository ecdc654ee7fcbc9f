#include "imaging/burned_in/ink.h"

#include <algorithm>
#include <array>
#include <utility>

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

/// Levels beside one whose pixels are counted to tell whether it stands out, and how far: among those next to
/// it where the strokes have one level alone, among those farther off where compression blurs it.
struct Levels {
    int nearest, farthest;
};
constexpr Levels kBeside{1, 3}, kAround{3, 12};
constexpr double kStandsOut = 1.7;
/// From where on a picture has gaps between its levels, and each stands out against those next to it.
constexpr double kStandsAlone = 30;
/// Pixels of a few letters of small type; and the share of a picture from where on it is a surface.
constexpr int kFewestOfGrey = 120;
constexpr double kMostOfGrey = 0.15;
constexpr std::size_t kMostGreys = 2;
/// Of 255: how far from its grey a stroke is where compression blurs it, and at its softened edges.
constexpr int kExactGrey = 2, kEdgeOfGrey = 24;

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

using LevelCounts = std::array<int, 256>;

/// Of pixels without a hue.
LevelCounts level_counts(const picture::Raster& raster) {
    LevelCounts counts{};
    for (std::size_t at = 0; at + raster.channels <= raster.samples.size(); at += raster.channels) {
        const auto* pixel = raster.samples.data() + at;
        const auto brightest = value_of(pixel, raster.channels, Channel::brightest);
        const auto darkest = value_of(pixel, raster.channels, Channel::darkest);
        if (brightest - darkest <= kExactGrey) ++counts[brightest];
    }
    return counts;
}

/// How many times the pixels that the most frequent of the others has.
double prominence(const LevelCounts& counts, int level, Levels others) {
    int most = 1;
    for (int away = others.nearest; away <= others.farthest; ++away) {
        for (const int other : {level - away, level + away}) {
            most = std::max(most, counts[static_cast<std::size_t>(other)]);
        }
    }
    return static_cast<double>(counts[static_cast<std::size_t>(level)]) / most;
}

/// Levels that stand out, those first that do so most against the ones next to them: tissue never does.
std::vector<int> frequent_levels(const picture::Raster& raster) {
    const auto counts = level_counts(raster);
    const auto most = kMostOfGrey * static_cast<double>(raster.width * raster.height);
    std::vector<std::pair<double, int>> found;
    for (int level = kAround.farthest; level <= 255 - kAround.farthest; ++level) {
        const auto count = counts[static_cast<std::size_t>(level)];
        if (count < kFewestOfGrey || count > most) continue;
        const auto beside = prominence(counts, level, kBeside);
        const bool is_sharp = beside >= kStandsOut && beside < kStandsAlone;
        if (is_sharp || prominence(counts, level, kAround) >= kStandsOut) found.emplace_back(-beside, level);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > kMostGreys) found.resize(kMostGreys);
    std::vector<int> levels;
    for (const auto& one : found) levels.push_back(one.second);
    return levels;
}

/// How far each pixel is from the grey, in the channel in which it is farthest.
cv::Mat distances_from(const picture::Raster& raster, int level) {
    cv::Mat away(static_cast<int>(raster.height), static_cast<int>(raster.width), CV_8UC1);
    for (int y = 0; y < away.rows; ++y) {
        auto* row = away.ptr<std::uint8_t>(y);
        const auto* pixel = raster.pixel(0, static_cast<std::size_t>(y));
        for (int x = 0; x < away.cols; ++x, pixel += raster.channels) {
            const int above = value_of(pixel, raster.channels, Channel::brightest) - level;
            const int below = level - value_of(pixel, raster.channels, Channel::darkest);
            row[x] = static_cast<std::uint8_t>(std::max(above, below));
        }
    }
    return away;
}

/// What has the grey, with its softened edges, and nothing of the tissue beyond.
Ink of_grey(const picture::Raster& raster, int level) {
    const cv::Mat away = distances_from(raster, level);
    Ink ink{away <= kExactGrey, {}};
    cv::Mat near, strokes;
    cv::dilate(ink.mask, near, cv::Mat::ones(3, 3, CV_8U));
    away.convertTo(strokes, CV_8U, -255.0 / kEdgeOfGrey, 255 + 255.0 * kExactGrey / kEdgeOfGrey);
    ink.ink = cv::Mat::zeros(away.size(), CV_8UC1);
    strokes.copyTo(ink.ink, near);
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

std::vector<Ink> one_grey_inks(const picture::Raster& raster) {
    std::vector<Ink> inks;
    for (const int level : frequent_levels(raster)) inks.push_back(of_grey(raster, level));
    return inks;
}

}  // namespace medal::imaging::burned_in
