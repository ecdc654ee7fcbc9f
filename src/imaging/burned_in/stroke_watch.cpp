#include "imaging/burned_in/stroke_watch.h"

#include "imaging/burned_in/ink.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

constexpr int kCell_px = 16;
constexpr int kWidestStroke_px = 9;
/// Of the pixels of a cell: a letter covers more, a speckle less.
constexpr double kInked = 0.06;
/// Three cells beside each other hold five letters of small type.
constexpr int kShortestRow = 3;

/// One where a cell holds strokes.
cv::Mat inked_cells(const picture::Raster& frame) {
    auto plane = grey_planes(frame).front();
    cv::Mat strokes = cv::Mat::zeros(plane.size(), CV_8UC1);
    for (const bool is_dark : {false, true}) {
        if (is_dark) plane = 255 - plane;
        for (const auto& ink : bright_inks(plane, kWidestStroke_px)) strokes |= ink.mask;
    }
    cv::Mat share;
    const cv::Size cells{std::max(1, plane.cols / kCell_px), std::max(1, plane.rows / kCell_px)};
    cv::resize(strokes, share, cells, 0, 0, cv::INTER_AREA);
    return (share > 255 * kInked) / 255;
}

bool has_row(const cv::Mat& cells) {
    for (int y = 0; y < cells.rows; ++y) {
        int row = 0;
        for (int x = 0; x < cells.cols; ++x) {
            row = cells.at<std::uint8_t>(y, x) != 0 ? row + 1 : 0;
            if (row >= kShortestRow) return true;
        }
    }
    return false;
}

}  // namespace

bool StrokeWatch::shows_new(const picture::Raster& frame) {
    const cv::Mat cells = inked_cells(frame);
    if (seen_.size() != cells.size()) {
        seen_ = cells;
        return false;
    }
    const bool is_new = has_row(cells & (1 - seen_));
    seen_ |= cells;
    return is_new;
}

}  // namespace medal::imaging::burned_in
