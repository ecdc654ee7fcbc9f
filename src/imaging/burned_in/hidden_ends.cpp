#include "imaging/burned_in/hidden_ends.h"

#include "imaging/burned_in/ink.h"

#include <algorithm>
#include <cstdlib>

#include <opencv2/core.hpp>

namespace medal::imaging::burned_in {
namespace {

/// Of 255: how far tissue may be from the colour of strokes that it hides.
constexpr int kSameColour = 25;
/// Tissue has exactly the colour of strokes where both are the brightest or the darkest of the picture.
constexpr int kClipped = 240;
/// Of what lies beyond a line's end, how much has its colour where letters are hidden: print covers less.
constexpr double kHidden = 0.6, kHalfHidden = 0.4;

cv::Rect box_of(const TextRegion& region) {
    return {static_cast<int>(region.x), static_cast<int>(region.y), static_cast<int>(region.width),
            static_cast<int>(region.height)};
}

bool is_tall(const cv::Rect& box) {
    return box.height * 2 > box.width * 3;
}

/// The value that a tenth of the pixels go beyond: that of strokes, which cover more of a line.
int stroke_value(const cv::Mat& part, bool is_dark) {
    std::vector<std::uint8_t> values;
    for (int y = 0; y < part.rows; ++y) values.insert(values.end(), part.ptr(y), part.ptr(y) + part.cols);
    const auto tenth = static_cast<std::ptrdiff_t>(values.size() / 10);
    const auto at =
        values.begin() + (is_dark ? tenth : static_cast<std::ptrdiff_t>(values.size()) - 1 - tenth);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// What could hide the strokes of one line: it has their colour in every plane.
class Tissue {
  public:
    Tissue(const std::vector<cv::Mat>& planes, const cv::Rect& line, const StrokeColour& colour)
        : planes_(planes), frame_(0, 0, planes.front().cols, planes.front().rows) {
        for (const auto& plane : planes)
            values_.push_back(stroke_value(plane(line & frame_), colour.is_dark));
        values_[std::min(colour.plane, planes.size() - 1)] =
            colour.is_dark ? 255 - colour.level : colour.level;
    }

    /// How much of a place looks like strokes.
    double share(const cv::Rect& place) const {
        const cv::Rect inside = place & frame_;
        if (inside.empty()) return 0;
        cv::Mat same(inside.size(), CV_8UC1, cv::Scalar(255));
        for (std::size_t i = 0; i < planes_.size(); ++i) {
            cv::Mat in_plane;
            cv::inRange(planes_[i](inside), cv::Scalar(values_[i] - kSameColour),
                        cv::Scalar(values_[i] + kSameColour), in_plane);
            same &= in_plane;
        }
        return static_cast<double>(cv::countNonZero(same)) / static_cast<double>(same.total());
    }

  private:
    const std::vector<cv::Mat>& planes_;
    cv::Rect frame_;
    std::vector<int> values_;
};

bool is_identifier(const FoundLine& line) {
    return line.region.text_class == TextClass::identifier;
}

/// Lines of one type that follow each other.
bool are_neighbours(const cv::Rect& a, const cv::Rect& b) {
    const int height = std::max(a.height, b.height);
    const bool of_one_height = std::min(a.height, b.height) * 9 >= height * 5;
    const int down = std::max(a.y, b.y) - std::min(a.br().y, b.br().y);
    return of_one_height && down <= height && std::abs(a.y - b.y) * 2 > height;
}

/// From one end of a line to where its neighbour ends, and over a letter beside each end.
struct Ends {
    cv::Rect left, right;
};

Ends up_to(const cv::Rect& neighbour, const cv::Rect& line) {
    return {{neighbour.x, line.y, std::max(0, line.x - neighbour.x), line.height},
            {line.br().x, line.y, std::max(0, neighbour.br().x - line.br().x), line.height}};
}

Ends letters_beside(const cv::Rect& line) {
    return {{line.x - line.height, line.y, line.height, line.height},
            {line.br().x, line.y, line.height, line.height}};
}

/// Ends that other lines have too are the ends of the text.
Ends without_shared(Ends ends, const cv::Rect& line, const std::vector<cv::Rect>& neighbours) {
    for (const auto& neighbour : neighbours) {
        if (std::abs(neighbour.x - line.x) * 2 <= line.height) ends.left = {};
        if (std::abs(neighbour.br().x - line.br().x) * 2 <= line.height) ends.right = {};
    }
    return ends;
}

cv::Rect lengthened(const cv::Rect& line, const Ends& ends, const Tissue& tissue, double least) {
    auto longer = line;
    if (tissue.share(ends.left) >= least) longer |= ends.left;
    if (tissue.share(ends.right) >= least) longer |= ends.right;
    return longer;
}

cv::Rect over_hidden_ends(cv::Rect line, const std::vector<cv::Rect>& neighbours, const Tissue& tissue) {
    // What fills more of the line than strokes do is the ground, seen between letters.
    if (tissue.share(line) >= kHidden) return line;
    const auto beside = letters_beside(line);
    const bool hides_left = tissue.share(beside.left) >= kHalfHidden;
    const bool hides_right = tissue.share(beside.right) >= kHalfHidden;
    for (const auto& neighbour : neighbours) {
        auto ends = up_to(neighbour, line);
        if (!hides_left) ends.left = {};
        if (!hides_right) ends.right = {};
        line = lengthened(line, ends, tissue, kHidden);
    }
    return lengthened(line, without_shared(letters_beside(line), line, neighbours), tissue, kHalfHidden);
}

}  // namespace

void cover_hidden_ends(std::vector<FoundLine>& lines, const picture::Raster& raster) {
    if (std::none_of(lines.begin(), lines.end(), is_identifier)) return;
    const auto planes = grey_planes(raster);
    const cv::Rect picture{0, 0, planes.front().cols, planes.front().rows};
    for (auto& line : lines) {
        const auto box = box_of(line.region);
        if (!is_identifier(line) || is_tall(box) || line.colour.level < kClipped) continue;
        std::vector<cv::Rect> neighbours;
        for (const auto& other : lines) {
            const auto neighbour = box_of(other.region);
            if (is_identifier(other) && are_neighbours(box, neighbour)) neighbours.push_back(neighbour);
        }
        const auto longer = over_hidden_ends(box, neighbours, {planes, box, line.colour}) & picture;
        line.region.x = static_cast<std::uint64_t>(longer.x);
        line.region.width = static_cast<std::uint64_t>(longer.width);
    }
}

}  // namespace medal::imaging::burned_in
