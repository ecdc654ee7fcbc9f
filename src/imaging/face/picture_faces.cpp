#include "imaging/face/picture_faces.h"

#include "imaging/face/network.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace medal::imaging::face {
namespace {

/// What one candidate must score to be counted at all.
constexpr double kLeastScore = 0.4;
constexpr double kTurn_degrees = 45;

/// A size of the picture's longer side, looked at in every n-th of eight turns.
struct Look {
    std::size_t side_px;
    unsigned every_turn;
};
constexpr Look kThorough[] = {{96, 1}, {192, 1}, {kLongestSearched_px, 2}};
constexpr Look kQuick[] = {{192, 2}, {kLongestSearched_px, 8}};
/// Enlarging shows nothing new beyond this.
constexpr double kMostEnlarged = 4;

/// In pixels of the picture.
struct Seen {
    double score = 0, x = 0, y = 0, side = 0;
    unsigned view = 0;
};

struct Cluster {
    Seen best;
    std::vector<Seen> views;
};

cv::Mat matrix_of(const picture::Raster& raster) {
    // Only read; OpenCV has no matrix over constant samples.
    auto* samples = const_cast<std::uint8_t*>(raster.samples.data());
    const cv::Size size{static_cast<int>(raster.width), static_cast<int>(raster.height)};
    if (raster.channels == 3) return cv::Mat{size, CV_8UC3, samples};
    cv::Mat colour;
    cv::cvtColor(cv::Mat{size, CV_8UC1, samples}, colour, cv::COLOR_GRAY2RGB);
    return colour;
}

/// Filled up with black to what the network takes.
Planes planes_of(const cv::Mat& image) {
    const auto filled_up = [](int size) {
        return (static_cast<std::size_t>(size) + kNetworkStep_px - 1) / kNetworkStep_px * kNetworkStep_px;
    };
    Planes planes{filled_up(image.cols), filled_up(image.rows), 3, {}};
    planes.values.assign(planes.width * planes.height * planes.channels, -1.0F);
    for (int y = 0; y < image.rows; ++y) {
        const auto* row = image.ptr<std::uint8_t>(y);
        std::transform(row, row + 3 * image.cols, planes.at(0, static_cast<std::size_t>(y)),
                       [](std::uint8_t sample) { return static_cast<float>(sample) / 127.5F - 1; });
    }
    return planes;
}

/// The picture turned about its middle on a canvas that holds all of it, and the way back.
struct Turned {
    cv::Mat image;
    cv::Mat back;

    Turned(const cv::Mat& picture, double degrees) {
        const double radians = degrees * CV_PI / 180;
        const double across = std::abs(std::cos(radians));
        const double along = std::abs(std::sin(radians));
        const auto extent = [](double length) { return static_cast<int>(std::ceil(length - 1e-6)); };
        const cv::Size size{extent(picture.cols * across + picture.rows * along),
                            extent(picture.cols * along + picture.rows * across)};
        const cv::Point2f middle{static_cast<float>(picture.cols - 1) / 2,
                                 static_cast<float>(picture.rows - 1) / 2};
        auto there = cv::getRotationMatrix2D(middle, degrees, 1);
        there.at<double>(0, 2) += (size.width - picture.cols) / 2.0;
        there.at<double>(1, 2) += (size.height - picture.rows) / 2.0;
        cv::warpAffine(picture, image, there, size);
        cv::invertAffineTransform(there, back);
    }

    cv::Point2d original(double x, double y) const {
        const auto row = [&](int i) {
            return back.at<double>(i, 0) * x + back.at<double>(i, 1) * y + back.at<double>(i, 2);
        };
        return {row(0), row(1)};
    }
};

std::vector<Seen> look_at(const cv::Mat& picture, std::span<const Look> looks) {
    const double longest = std::max(picture.cols, picture.rows);
    std::vector<Seen> seen;
    unsigned view = 0;
    for (const auto& look : looks) {
        const double scale = static_cast<double>(look.side_px) / longest;
        if (scale > kMostEnlarged) continue;
        const auto length = [&](int size) {
            return std::max(1, static_cast<int>(std::lround(size * scale)));
        };
        cv::Mat sized;
        cv::resize(picture, sized, {length(picture.cols), length(picture.rows)}, 0, 0,
                   scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        for (unsigned turn = 0; turn < 8; turn += look.every_turn, ++view) {
            const Turned turned{sized, turn * kTurn_degrees};
            for (const auto& found : face_candidates(planes_of(turned.image), kLeastScore)) {
                const auto middle = turned.original(found.middle_x, found.middle_y);
                seen.push_back({found.score, middle.x / scale, middle.y / scale,
                                std::max(found.width, found.height) / scale, view});
            }
        }
    }
    return seen;
}

/// What is seen at one place belongs together; a view counts once, with the best that it saw.
std::vector<Cluster> gathered(std::vector<Seen> seen) {
    std::stable_sort(seen.begin(), seen.end(),
                     [](const Seen& a, const Seen& b) { return a.score > b.score; });
    std::vector<Cluster> clusters;
    for (const auto& one : seen) {
        const auto near = std::find_if(clusters.begin(), clusters.end(), [&](const Cluster& cluster) {
            const double apart = std::hypot(cluster.best.x - one.x, cluster.best.y - one.y);
            return apart < std::max(cluster.best.side, one.side) / 2;
        });
        if (near == clusters.end()) {
            clusters.push_back({one, {one}});
            continue;
        }
        const double ratio = near->best.side / one.side;
        const bool is_new = std::none_of(near->views.begin(), near->views.end(),
                                         [&](const Seen& other) { return other.view == one.view; });
        if (is_new && ratio > 0.5 && ratio < 2) near->views.push_back(one);
    }
    return clusters;
}

/// 0.5 for one view that is fairly sure or two that are not, 0.75 for two sure ones or several, towards 1.
double confidence_of(const Cluster& cluster) {
    constexpr double kHalf = 0.27;
    double support = 0;
    for (const auto& view : cluster.views) support += view.score - kLeastScore;
    return support / (support + kHalf);
}

}  // namespace

std::vector<FaceBox> find_faces(const picture::Raster& raster, std::uint64_t frame, Effort effort) {
    if (raster.width == 0 || raster.height == 0) return {};
    const auto looks = effort == Effort::thorough ? std::span<const Look>{kThorough} : std::span{kQuick};
    std::vector<FaceBox> boxes;
    for (const auto& cluster : gathered(look_at(matrix_of(raster), looks))) {
        const double confidence = confidence_of(cluster);
        if (confidence < kDoubtfulFace) continue;
        const auto& [score, x, y, side, view] = cluster.best;
        const auto held = [](double value, std::size_t most) {
            return static_cast<std::uint64_t>(std::clamp(value, 0.0, static_cast<double>(most)));
        };
        const auto left = held(x - side / 2, raster.width - 1);
        const auto top = held(y - side / 2, raster.height - 1);
        const auto right = std::max(left + 1, held(std::ceil(x + side / 2), raster.width));
        const auto bottom = std::max(top + 1, held(std::ceil(y + side / 2), raster.height));
        boxes.push_back({frame, left, top, right - left, bottom - top, confidence});
    }
    std::stable_sort(boxes.begin(), boxes.end(),
                     [](const FaceBox& a, const FaceBox& b) { return a.confidence > b.confidence; });
    if (boxes.size() > kMostFaces) boxes.resize(kMostFaces);
    return boxes;
}

}  // namespace medal::imaging::face
