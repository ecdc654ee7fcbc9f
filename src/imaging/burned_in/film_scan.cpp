#include "imaging/burned_in/film_scan.h"

#include "imaging/burned_in/film_looks.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

/// Looks that are read, evenly taken, beside those of new scenes; the others tell how long it is seen.
constexpr std::size_t kMostEvenReads = 32;
/// How like the edges in a box are to those where it was read: the same letters over a picture that moves are
/// above, other letters and tissue below.
constexpr double kSameLetters = 0.35;
/// The same for letters that moved since the look before, and how far they move at most.
constexpr double kMovedLetters = 0.6;
constexpr int kMostMoved_px = 32;
/// Of what is read on a few looks alone: tissue that moves makes up less sure text.
constexpr double kSureOfPassing = 0.75;
constexpr std::size_t kFewLooks = 3;
/// Shared part of two boxes of the same text.
constexpr double kSamePlace = 0.5;

/// A region in pixels of the looks, and the first and last look that show it.
struct Track {
    TextRegion region;
    std::size_t first = 0;
    std::size_t last = 0;
    /// Looks in a row that show it.
    std::size_t looks = 1;
};

cv::Rect rect_of(const TextRegion& region) {
    return {static_cast<int>(region.x), static_cast<int>(region.y), static_cast<int>(region.width),
            static_cast<int>(region.height)};
}

void put(const cv::Rect& box, TextRegion& region) {
    region.x = static_cast<std::uint64_t>(box.x);
    region.y = static_cast<std::uint64_t>(box.y);
    region.width = static_cast<std::uint64_t>(box.width);
    region.height = static_cast<std::uint64_t>(box.height);
}

/// As matrix without a copy.
cv::Mat matrix_of(const picture::Raster& raster) {
    return {static_cast<int>(raster.height), static_cast<int>(raster.width), CV_8UC3,
            const_cast<std::uint8_t*>(raster.samples.data())};
}

cv::Mat part_of(const picture::Raster& raster, const cv::Rect& box) {
    const auto matrix = matrix_of(raster);
    return matrix(box & cv::Rect{{0, 0}, matrix.size()});
}

cv::Mat edges_of(const picture::Raster& raster, const cv::Rect& box) {
    cv::Mat grey, across, down, edges;
    cv::cvtColor(part_of(raster, box), grey, cv::COLOR_RGB2GRAY);
    cv::Sobel(grey, across, CV_32F, 1, 0);
    cv::Sobel(grey, down, CV_32F, 0, 1);
    cv::magnitude(across, down, edges);
    return edges;
}

double likeness(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.empty()) return 0;
    cv::Mat result;
    cv::matchTemplate(a, b, result, cv::TM_CCOEFF_NORMED);
    return result.at<float>(0, 0);
}

/// Where the letters of a box went, near it; an empty box where they are not.
cv::Rect moved(const cv::Mat& letters, const picture::Raster& raster, const cv::Rect& box) {
    const cv::Rect picture{0, 0, static_cast<int>(raster.width), static_cast<int>(raster.height)};
    const cv::Rect around = cv::Rect{box.x - kMostMoved_px, box.y - kMostMoved_px,
                                     box.width + 2 * kMostMoved_px, box.height + 2 * kMostMoved_px} &
                            picture;
    const auto place = edges_of(raster, around);
    if (letters.empty() || letters.rows > place.rows || letters.cols > place.cols) return {};
    cv::Mat result;
    cv::matchTemplate(place, letters, result, cv::TM_CCOEFF_NORMED);
    double best = 0;
    cv::Point at;
    cv::minMaxLoc(result, nullptr, &best, nullptr, &at);
    return best >= kMovedLetters ? cv::Rect{around.tl() + at, letters.size()} : cv::Rect{};
}

bool is_same_place(const Track& a, const Track& b) {
    const auto one = rect_of(a.region);
    const auto other = rect_of(b.region);
    const auto shared = (one & other).area();
    const bool do_meet = a.first <= b.last + 1 && b.first <= a.last + 1;
    return do_meet && shared >= kSamePlace * std::min(one.area(), other.area());
}

void join(Track& track, const Track& other) {
    put(rect_of(track.region) | rect_of(other.region), track.region);
    // What was read as an identifier once is one.
    track.region.text_class = std::min(track.region.text_class, other.region.text_class);
    track.region.confidence = std::max(track.region.confidence, other.region.confidence);
    track.first = std::min(track.first, other.first);
    track.last = std::max(track.last, other.last);
    track.looks = std::max(track.looks, other.looks);
}

class FilmText {
  public:
    FilmText(Bytes film, const deid::Identifiers& identifiers, TextScanner& scanner)
        : looks_(look_at_film(film)), identifiers_(identifiers), scanner_(scanner) {}

    std::vector<TextRegion> run() {
        const auto& looks = looks_.looks;
        const auto step = (looks.size() + kMostEvenReads - 1) / kMostEvenReads;
        for (std::size_t look = 0; look < looks.size(); ++look) {
            if (look % step == 0 || look + 1 == looks.size() || looks[look].is_new_scene) read(look);
        }
        std::vector<TextRegion> regions;
        for (const auto& track : tracks_) {
            if (!is_tissue(track)) regions.push_back(in_film(track));
        }
        return regions;
    }

  private:
    void read(std::size_t look) {
        const auto& [frame, is_new_scene, picture] = looks_.looks[look];
        // What nobody could read costs most and is seldom print: it is searched where the picture is another.
        std::vector<TextRegion> known;
        if (look > 0 && !is_new_scene) known.emplace_back();
        for (const auto& track : tracks_) {
            if (track.first <= look && look <= track.last) known.push_back(track.region);
        }
        for (const auto& region : scanner_.scan(picture, frame, identifiers_, known)) {
            add(followed(region, look));
        }
    }

    Track followed(const TextRegion& region, std::size_t at) const {
        Track track{region, at, at};
        const auto box = rect_of(region);
        const auto letters = edges_of(looks_.looks[at].picture, box);
        std::size_t in_a_row = 0;
        bool is_row_of_this = false;
        for (std::size_t i = 0; i < looks_.looks.size(); ++i) {
            const bool is_seen =
                i == at || likeness(letters, edges_of(looks_.looks[i].picture, box)) >= kSameLetters;
            in_a_row = is_seen ? in_a_row + 1 : 0;
            is_row_of_this = is_seen && (is_row_of_this || i == at);
            if (is_row_of_this) track.looks = in_a_row;
            if (!is_seen) continue;
            track.first = std::min(track.first, i);
            track.last = std::max(track.last, i);
        }
        if (region.text_class == TextClass::identifier) follow_moving(track, letters, at);
        return track;
    }

    /// Letters that drift over the picture: the box grows over their way.
    void follow_moving(Track& track, const cv::Mat& letters, std::size_t at) const {
        auto way = rect_of(track.region);
        const auto start = way;
        auto box = start;
        const auto follow = [&](std::size_t look) {
            box = moved(letters, looks_.looks[look].picture, box);
            if (!box.empty()) way |= box;
            return !box.empty();
        };
        for (auto i = at + 1; i < looks_.looks.size() && follow(i); ++i) track.last = std::max(track.last, i);
        box = start;
        for (auto i = at; i > 0 && follow(i - 1); --i) track.first = std::min(track.first, i - 1);
        put(way, track.region);
    }

    void add(Track track) {
        for (auto known = tracks_.begin(); known != tracks_.end();) {
            if (!is_same_place(*known, track)) {
                ++known;
                continue;
            }
            join(track, *known);
            known = tracks_.erase(known);
        }
        tracks_.push_back(track);
    }

    /// Unsure lines count beside a sure one: they may be of the same block.
    bool is_tissue(const Track& track) const {
        if (track.looks > std::min(kFewLooks, looks_.looks.size() - 1)) return false;
        if (track.region.confidence >= kSureOfPassing) return false;
        return std::none_of(tracks_.begin(), tracks_.end(), [&](const Track& other) {
            return other.region.confidence >= kSureOfPassing && other.first <= track.first &&
                   track.first <= other.last;
        });
    }

    /// From behind the last look without it to before the next one without it.
    TextRegion in_film(const Track& track) const {
        const auto& looks = looks_.looks;
        const auto times = [&](std::uint64_t length, double (*rounded)(double)) {
            return static_cast<std::uint64_t>(rounded(static_cast<double>(length) * looks_.factor));
        };
        const auto down = [](double value) { return std::floor(value); };
        const auto up = [](double value) { return std::ceil(value); };
        auto region = track.region;
        region.x = times(track.region.x, down);
        region.y = times(track.region.y, down);
        region.width = times(track.region.x + track.region.width, up) - region.x;
        region.height = times(track.region.y + track.region.height, up) - region.y;
        region.frame = track.first == 0 ? 0 : looks[track.first - 1].frame + 1;
        region.last_frame =
            track.last + 1 == looks.size() ? looks_.frames - 1 : looks[track.last + 1].frame - 1;
        return region;
    }

    FilmLooks looks_;
    const deid::Identifiers& identifiers_;
    TextScanner& scanner_;
    std::vector<Track> tracks_;
};

}  // namespace

std::vector<TextRegion> scan_film(Bytes film, const deid::Identifiers& identifiers, TextScanner& scanner) {
    return FilmText{film, identifiers, scanner}.run();
}

}  // namespace medal::imaging::burned_in
