#include "imaging/burned_in/text_lines.h"

#include "imaging/burned_in/ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

constexpr int kHighestLetter = 100;
/// Letters of small type touch: a piece may be a whole word.
constexpr int kWidestInHeights = 14;
constexpr double kLeastFill = 0.15;
constexpr std::size_t kMostLinesOfInk = 60;
constexpr std::size_t kMostPieces = 8000;
constexpr std::size_t kFewestLetters = 3;
/// Pieces below each other are lines of a text more often than a turned line.
constexpr std::size_t kFewestTurned = 5;
/// Small pictures hold small type, whose letters part only when they are enlarged.
constexpr std::size_t kSmallSide = 400, kMediumSide = 700;

/// Of 255: how far the colours of letters of one line lie apart at most, for what small type loses of its
/// colour, and how far where most have exactly one.
constexpr int kSameColour = 40, kOneColour = 28;
/// Of the pixels of strokes, from the darkest: their colour, without the softened edges.
constexpr double kFullColour = 0.9;

enum class Direction { upright, turned };

/// What is a piece of a line of this direction, in the frame in which the line runs from left to right.
struct Pieces {
    std::vector<cv::Rect> upright;
    std::vector<cv::Rect> turned;
};

cv::Rect transposed(const cv::Rect& box) {
    return {box.y, box.x, box.height, box.width};
}

bool is_piece(const cv::Rect& box, int lowest) {
    return box.height >= lowest && box.height <= kHighestLetter && box.width <= box.height * kWidestInHeights;
}

Pieces pieces_of(const cv::Mat& mask, int lowest) {
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
    Pieces pieces;
    for (int i = 1; i < count; ++i) {
        const auto* s = stats.ptr<int>(i);
        const cv::Rect box{s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                           s[cv::CC_STAT_HEIGHT]};
        if (s[cv::CC_STAT_AREA] <= kLeastFill * box.width * box.height) continue;
        if (is_piece(box, lowest)) pieces.upright.push_back(box);
        if (is_piece(transposed(box), lowest)) pieces.turned.push_back(transposed(box));
    }
    return pieces;
}

bool on_one_line(const cv::Rect& line, const cv::Rect& piece, int height) {
    const int overlap = std::min(line.br().y, piece.br().y) - std::max(line.y, piece.y);
    const int gap = piece.x - line.br().x;
    return overlap * 2 > std::min(line.height, piece.height) && gap < height * 5 / 2 &&
           piece.height * 2 > height && piece.height < height * 2;
}

std::size_t letters_in(const cv::Rect& box) {
    return static_cast<std::size_t>(std::max(1, box.width * 3 / (box.height * 2)));
}

struct Group {
    cv::Rect box;
    int height = 0;
    std::size_t letters = 0;
    std::vector<cv::Rect> pieces;

    void add(const cv::Rect& piece) {
        box = pieces.empty() ? piece : box | piece;
        height = std::max(height, piece.height);
        letters += letters_in(piece);
        pieces.push_back(piece);
    }
};

/// Pieces from left to right join the line whose height and place they share.
std::vector<Group> group_pieces(std::vector<cv::Rect> pieces) {
    std::sort(pieces.begin(), pieces.end(), [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
    std::vector<Group> groups;
    for (const auto& piece : pieces) {
        auto found = std::find_if(groups.rbegin(), groups.rend(), [&](const Group& group) {
            return on_one_line(group.box, piece, group.height);
        });
        if (found == groups.rend()) {
            groups.emplace_back();
            found = groups.rbegin();
        }
        found->add(piece);
    }
    return groups;
}

Group group_of(const std::vector<cv::Rect>& pieces) {
    Group group;
    for (const auto& piece : pieces) group.add(piece);
    return group;
}

int middle_of(std::vector<int> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double evenness_of(const std::vector<cv::Rect>& pieces) {
    std::vector<int> feet, heights;
    for (const auto& piece : pieces) {
        feet.push_back(piece.br().y);
        heights.push_back(piece.height);
    }
    const int foot = middle_of(feet);
    const int height = middle_of(heights);
    std::size_t even = 0;
    for (const auto& piece : pieces) {
        even += std::abs(piece.br().y - foot) * 6 <= height ? 1 : 0;
        even += std::abs(piece.height - height) * 3 <= height ? 1 : 0;
    }
    return static_cast<double>(even) / static_cast<double>(2 * pieces.size());
}

picture::Raster printed(const cv::Mat& ink) {
    auto strokes =
        picture::Raster::blank(static_cast<std::size_t>(ink.cols), static_cast<std::size_t>(ink.rows), 1);
    for (int y = 0; y < ink.rows; ++y) {
        const auto* row = ink.ptr<std::uint8_t>(y);
        auto* to = strokes.pixel(0, static_cast<std::size_t>(y));
        for (int x = 0; x < ink.cols; ++x) to[x] = static_cast<std::uint8_t>(255 - row[x]);
    }
    return strokes;
}

/// Where lines are looked for: one plane, and one way to part strokes from it.
struct Search {
    const cv::Mat& grey;
    const Ink& ink;
    StrokeColour colour;
    int scale = 1;
};

int level_in(const Search& search, const cv::Rect& box) {
    std::array<int, 256> counts{};
    int pixels = 0;
    for (int y = box.y; y < box.br().y; ++y) {
        const auto* grey = search.grey.ptr<std::uint8_t>(y);
        const auto* mask = search.ink.mask.ptr<std::uint8_t>(y);
        for (int x = box.x; x < box.br().x; ++x) {
            if (mask[x] == 0) continue;
            ++counts[grey[x]];
            ++pixels;
        }
    }
    int level = 0;
    for (int below = counts[0]; below < kFullColour * pixels;
         below += counts[static_cast<std::size_t>(level)]) {
        ++level;
    }
    return level;
}

/// What most pieces of a line have in common.
struct Type {
    int level = 0;
    int foot = 0;
    int height = 0;
    int level_tolerance = 0;
};

int tolerance_of(std::vector<int> levels, int level) {
    for (auto& of_piece : levels) of_piece = std::abs(of_piece - level);
    return std::min(kSameColour, kOneColour + 3 * middle_of(std::move(levels)));
}

/// Letters of one line have one colour; some go below the base line, and ascenders are not twice as high as
/// others.
bool is_of_type(const cv::Rect& piece, int level, const Type& type) {
    return std::abs(level - type.level) <= type.level_tolerance &&
           std::abs(piece.br().y - type.foot) * 2 <= type.height &&
           (type.foot - piece.y) * 4 <= type.height * 7;
}

/// Takes pieces from the ends that are not of the line's type: tissue beside it. Returns the line's colour.
int trim(Group& group, const Search& search, Direction direction) {
    std::vector<int> levels, feet, heights;
    for (const auto& piece : group.pieces) {
        levels.push_back(level_in(search, direction == Direction::turned ? transposed(piece) : piece));
        feet.push_back(piece.br().y);
        heights.push_back(piece.height);
    }
    const int level = middle_of(levels);
    const Type type{level, middle_of(feet), middle_of(heights), tolerance_of(levels, level)};
    std::size_t first = 0, end = levels.size();
    while (first < end && !is_of_type(group.pieces[first], levels[first], type)) ++first;
    while (end > first && !is_of_type(group.pieces[end - 1], levels[end - 1], type)) --end;
    const auto from = group.pieces.begin();
    group = group_of({from + static_cast<std::ptrdiff_t>(first), from + static_cast<std::ptrdiff_t>(end)});
    return type.level;
}

/// Of 255, and of a box: what has the strokes' colour over more of it is the ground, seen between letters.
constexpr int kSameGround = 25;
constexpr double kGround = 0.6, kOtherStrokes = 0.1;

/// What is drawn in a box where strokes seem to have this colour: they, or what stands on them.
StrokeColour colour_in(const Search& search, const cv::Rect& box, StrokeColour colour) {
    std::array<int, 256> counts{};
    for (int y = box.y; y < box.br().y; ++y) {
        const auto* grey = search.grey.ptr<std::uint8_t>(y);
        for (int x = box.x; x < box.br().x; ++x) ++counts[grey[x]];
    }
    const auto sum = [&](int from, int to) {
        return std::accumulate(counts.begin() + std::max(0, from), counts.begin() + std::min(255, to) + 1, 0);
    };
    if (sum(colour.level - kSameGround, colour.level + kSameGround) < kGround * box.area()) return colour;
    int level = 0;
    for (int below = counts[0]; level < 255 && below < kOtherStrokes * box.area();) {
        below += counts[static_cast<std::size_t>(++level)];
    }
    colour.is_dark = !colour.is_dark;
    colour.level = 255 - level;
    return colour;
}

TextLine line_of(const Search& search, const Group& group, Direction direction) {
    const cv::Mat& ink = search.ink.ink;
    const int scale = search.scale;
    const int margin = std::max(2, group.height / 3);
    cv::Rect box{group.box.x - margin, group.box.y - margin, group.box.width + 2 * margin,
                 group.box.height + 2 * margin};
    if (direction == Direction::turned) box = transposed(box);
    box &= cv::Rect{0, 0, ink.cols, ink.rows};
    cv::Mat part = ink(box);
    if (direction == Direction::turned) cv::rotate(part, part, cv::ROTATE_90_CLOCKWISE);
    const auto size = [&](int length) { return static_cast<std::size_t>(length); };
    return {size(box.x / scale),
            size(box.y / scale),
            size((box.x % scale + box.width + scale - 1) / scale),
            size((box.y % scale + box.height + scale - 1) / scale),
            group.pieces.size(),
            group.letters,
            evenness_of(group.pieces),
            direction == Direction::turned,
            colour_in(search, box, search.colour),
            printed(part)};
}

void add_groups(Search search, std::vector<cv::Rect> pieces, Direction direction,
                std::vector<TextLine>& lines) {
    if (pieces.size() > kMostPieces) return;  // texture, not text
    auto groups = group_pieces(std::move(pieces));
    std::sort(groups.begin(), groups.end(),
              [](const Group& a, const Group& b) { return a.letters > b.letters; });
    std::size_t added = 0;
    for (auto& group : groups) {
        if (group.letters < kFewestLetters || added >= kMostLinesOfInk) break;
        search.colour.level = trim(group, search, direction);
        if (group.letters < kFewestLetters) continue;
        if (direction == Direction::turned && group.pieces.size() < kFewestTurned) continue;
        lines.push_back(line_of(search, group, direction));
        ++added;
    }
}

void add_lines(const Search& search, std::vector<TextLine>& lines) {
    const auto pieces = pieces_of(search.ink.mask, search.scale == 1 ? 6 : 8);
    add_groups(search, pieces.upright, Direction::upright, lines);
    add_groups(search, pieces.turned, Direction::turned, lines);
}

/// What covers half of a pixel is a stroke there.
void enlarge(Ink& ink, int scale) {
    if (scale == 1) return;
    cv::resize(ink.ink, ink.ink, {}, scale, scale, cv::INTER_CUBIC);
    ink.mask = ink.ink > 127;
}

int scale_for(const picture::Raster& raster) {
    const auto side = std::max(raster.width, raster.height);
    return side <= kSmallSide ? 4 : side <= kMediumSide ? 2 : 1;
}

}  // namespace

bool StrokeColour::is_like(const StrokeColour& other) const {
    return is_dark == other.is_dark && std::abs(level - other.level) <= kSameColour;
}

double TextLine::likeness() const {
    // A single piece is a curve of tissue more often than a word whose letters touch.
    const auto by_width =
        pieces == 1 ? static_cast<double>(letters) / 4 : static_cast<double>(letters) / 2 + 0.5;
    const auto count = std::max({static_cast<double>(pieces), by_width, 1.0});
    return evenness * (1 - 1 / count);
}

std::vector<TextLine> find_lines(const picture::Raster& raster) {
    std::vector<TextLine> lines;
    if (raster.width < 16 || raster.height < 16) return lines;
    const int scale = scale_for(raster);
    auto greys = one_grey_inks(raster);
    for (auto& ink : greys) enlarge(ink, scale);
    StrokeColour colour;
    for (auto& plane : grey_planes(raster)) {
        if (scale > 1) cv::resize(plane, plane, {}, scale, scale, cv::INTER_CUBIC);
        for (const auto& ink : greys) add_lines({plane, ink, colour, scale}, lines);
        greys.clear();
        for (const bool is_dark : {false, true}) {
            if (is_dark) plane = 255 - plane;
            colour.is_dark = is_dark;
            for (const auto& ink : bright_inks(plane, 8 * scale + 1)) {
                add_lines({plane, ink, colour, scale}, lines);
            }
        }
        ++colour.plane;
    }
    std::stable_sort(lines.begin(), lines.end(), [](const TextLine& a, const TextLine& b) {
        return std::pair{a.is_turned, -a.likeness()} < std::pair{b.is_turned, -b.likeness()};
    });
    return lines;
}

}  // namespace medal::imaging::burned_in
