#include "imaging/burned_in/text_lines.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

constexpr int kLowestLetter = 8, kHighestLetter = 100;
/// Letters of small type touch: a component may be a whole word.
constexpr int kWidestInHeights = 14;
constexpr std::size_t kMostLines = 60;
constexpr std::size_t kMostLetters = 4000;

cv::Mat grey_of(const picture::Raster& raster) {
    cv::Mat grey(static_cast<int>(raster.height), static_cast<int>(raster.width), CV_8UC1);
    for (int y = 0; y < grey.rows; ++y) {
        auto* row = grey.ptr<std::uint8_t>(y);
        for (int x = 0; x < grey.cols; ++x) {
            const auto* pixel = raster.pixel(static_cast<std::size_t>(x), static_cast<std::size_t>(y));
            row[x] = *std::max_element(pixel, pixel + raster.channels);
        }
    }
    return grey;
}

/// Components of a letter's size; the rest of the mask is cleared.
struct Letters {
    cv::Mat mask;
    std::vector<cv::Rect> boxes;
};

Letters letters_of(const cv::Mat& mask) {
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
    std::vector<std::uint8_t> kept(static_cast<std::size_t>(count), 0);
    Letters letters{cv::Mat::zeros(mask.size(), CV_8UC1), {}};
    for (int i = 1; i < count; ++i) {
        const auto* s = stats.ptr<int>(i);
        const cv::Rect box{s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                           s[cv::CC_STAT_HEIGHT]};
        const double fill = static_cast<double>(s[cv::CC_STAT_AREA]) / (box.width * box.height);
        const bool dot = box.height < kLowestLetter && box.width < kLowestLetter && box.area() >= 2;
        const bool letter = box.height >= kLowestLetter && box.height <= kHighestLetter &&
                            box.width <= box.height * kWidestInHeights && fill > 0.15;
        if (!dot && !letter) continue;
        kept[static_cast<std::size_t>(i)] = 255;
        if (letter) letters.boxes.push_back(box);
    }
    for (int y = 0; y < mask.rows; ++y) {
        const auto* from = labels.ptr<int>(y);
        auto* to = letters.mask.ptr<std::uint8_t>(y);
        for (int x = 0; x < mask.cols; ++x) to[x] = kept[static_cast<std::size_t>(from[x])];
    }
    return letters;
}

bool on_one_line(const cv::Rect& line, const cv::Rect& letter, int height) {
    const int overlap = std::min(line.br().y, letter.br().y) - std::max(line.y, letter.y);
    const int gap = letter.x - line.br().x;
    return overlap * 2 > std::min(line.height, letter.height) && gap < height * 5 / 2 &&
           letter.height * 2 > height && letter.height < height * 2;
}

struct Group {
    cv::Rect box;
    int height;
    std::size_t letters;
};

std::size_t letters_in(const cv::Rect& box) {
    return static_cast<std::size_t>(std::max(1, box.width * 3 / (box.height * 2)));
}

/// Letters from left to right join the line whose height and place they share.
std::vector<Group> group_letters(std::vector<cv::Rect> boxes) {
    std::sort(boxes.begin(), boxes.end(), [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
    std::vector<Group> groups;
    for (const auto& box : boxes) {
        const auto found = std::find_if(groups.rbegin(), groups.rend(), [&](const Group& group) {
            return on_one_line(group.box, box, group.height);
        });
        if (found == groups.rend()) {
            groups.push_back({box, box.height, letters_in(box)});
        } else {
            found->box |= box;
            found->height = std::max(found->height, box.height);
            found->letters += letters_in(box);
        }
    }
    return groups;
}

TextLine line_of(const cv::Mat& ink, const Group& group, int scale) {
    const int margin = std::max(2, group.height / 3);
    const cv::Rect frame{0, 0, ink.cols, ink.rows};
    const cv::Rect box = cv::Rect{group.box.x - margin, group.box.y - margin, group.box.width + 2 * margin,
                                  group.box.height + 2 * margin} &
                         frame;
    const auto size = [&](int length) { return static_cast<std::size_t>(length); };
    TextLine line{size(box.x / scale),
                  size(box.y / scale),
                  size((box.width + scale - 1) / scale),
                  size((box.height + scale - 1) / scale),
                  group.letters,
                  picture::Raster::blank(size(box.width), size(box.height), 1)};
    for (int y = 0; y < box.height; ++y) {
        const auto* row = ink.ptr<std::uint8_t>(box.y + y) + box.x;
        for (int x = 0; x < box.width; ++x)
            *line.strokes.pixel(size(x), size(y)) = static_cast<std::uint8_t>(255 - row[x]);
    }
    return line;
}

/// `mask` says where strokes are, `ink` how dark they are.
void add_lines(const cv::Mat& mask, const cv::Mat& ink, int scale, std::vector<TextLine>& lines) {
    const auto letters = letters_of(mask);
    if (letters.boxes.size() > kMostLetters) return;  // texture, not text
    auto groups = group_letters(letters.boxes);
    std::sort(groups.begin(), groups.end(),
              [](const Group& a, const Group& b) { return a.letters > b.letters; });
    std::size_t added = 0;
    for (const auto& group : groups) {
        if (group.letters < 3 || ++added > kMostLines) break;
        lines.push_back(line_of(ink, group, scale));
    }
}

/// Strokes brighter (or darker) than their surroundings, stretched to the whole range.
void add_hat_lines(const cv::Mat& grey, int operation, int scale, std::vector<TextLine>& lines) {
    const int side = 8 * scale + 1;
    cv::Mat hat;
    cv::morphologyEx(grey, hat, operation, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
    double most = 0;
    cv::minMaxLoc(hat, nullptr, &most);
    if (most < 30) return;
    cv::Mat ink;
    hat.convertTo(ink, CV_8U, 255 / most);
    add_lines(ink > 110, ink, scale, lines);
}

int scale_for(const picture::Raster& raster) {
    const auto side = std::max(raster.width, raster.height);
    return side <= 400 ? 4 : side <= 1200 ? 2 : 1;
}

}  // namespace

std::vector<TextLine> find_lines(const picture::Raster& raster) {
    std::vector<TextLine> lines;
    if (raster.width < 16 || raster.height < 16) return lines;
    const int scale = scale_for(raster);
    cv::Mat grey;
    cv::resize(grey_of(raster), grey, {}, scale, scale, cv::INTER_CUBIC);
    double high = 0;
    cv::minMaxLoc(grey, nullptr, &high);
    // Overlaid text is usually the brightest there is, and its strokes then stand alone.
    const cv::Mat saturated = grey >= high - 12;
    add_lines(saturated, saturated, scale, lines);
    add_hat_lines(grey, cv::MORPH_TOPHAT, scale, lines);
    add_hat_lines(grey, cv::MORPH_BLACKHAT, scale, lines);
    return lines;
}

}  // namespace medal::imaging::burned_in
