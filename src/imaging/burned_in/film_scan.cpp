#include "imaging/burned_in/film_scan.h"

#include "imaging/burned_in/film_looks.h"
#include "imaging/burned_in/stroke_watch.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <opencv2/imgproc.hpp>

namespace medal::imaging::burned_in {
namespace {

/// Looks that are read, evenly taken from those that may show new text; and after them, those where
/// something like print stands in the place of what identifies elsewhere in the film.
constexpr std::size_t kMostReads = 12, kMostReadsAgain = 6;
/// How like the edges in a box are to those where it was read: the same letters over a picture that moves are
/// above, other letters and tissue below.
constexpr double kSameLetters = 0.35;
/// Of what is read on one look alone: tissue that moves makes up less sure text.
constexpr double kSureOfPassing = 0.75;
/// Shared part of two boxes of the same text.
constexpr double kSamePlace = 0.5;

/// A region in pixels of the looks, and the first and last look that show it.
struct Track {
    TextRegion region;
    std::size_t first = 0;
    std::size_t last = 0;
};

cv::Rect rect_of(const TextRegion& region) {
    return {static_cast<int>(region.x), static_cast<int>(region.y), static_cast<int>(region.width),
            static_cast<int>(region.height)};
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

bool has_strokes(const picture::Raster& raster, const cv::Rect& box) {
    constexpr int kMargin_px = 16;
    const cv::Rect wide{box.x - kMargin_px, box.y - kMargin_px, box.width + 2 * kMargin_px,
                        box.height + 2 * kMargin_px};
    const auto part = part_of(raster, wide).clone();
    auto crop =
        picture::Raster::blank(static_cast<std::size_t>(part.cols), static_cast<std::size_t>(part.rows), 3);
    StrokeWatch watch;
    watch.shows_new(crop);
    std::copy(part.data, part.data + crop.samples.size(), crop.samples.begin());
    return watch.shows_new(crop);
}

bool is_same_place(const Track& a, const Track& b) {
    const auto one = rect_of(a.region);
    const auto other = rect_of(b.region);
    const auto shared = (one & other).area();
    const bool do_meet = a.first <= b.last + 1 && b.first <= a.last + 1;
    return do_meet && shared >= kSamePlace * std::min(one.area(), other.area());
}

void join(Track& track, const Track& other) {
    const auto box = rect_of(track.region) | rect_of(other.region);
    track.region.x = static_cast<std::uint64_t>(box.x);
    track.region.y = static_cast<std::uint64_t>(box.y);
    track.region.width = static_cast<std::uint64_t>(box.width);
    track.region.height = static_cast<std::uint64_t>(box.height);
    // What was read as an identifier once is one.
    track.region.text_class = std::min(track.region.text_class, other.region.text_class);
    track.region.confidence = std::max(track.region.confidence, other.region.confidence);
    track.first = std::min(track.first, other.first);
    track.last = std::max(track.last, other.last);
}

class FilmText {
  public:
    FilmText(Bytes film, const deid::Identifiers& identifiers, TextScanner& scanner)
        : looks_(look_at_film(film)), identifiers_(identifiers), scanner_(scanner) {}

    std::vector<TextRegion> run() {
        for (const auto look : looks_to_read()) read(look);
        for (std::size_t again = 0; again < kMostReadsAgain; ++again) {
            const auto look = look_with_other_print();
            if (!look) break;
            read(*look);
        }
        std::vector<TextRegion> regions;
        for (const auto& track : tracks_) {
            if (!is_tissue(track)) regions.push_back(in_film(track));
        }
        return regions;
    }

  private:
    std::set<std::size_t> looks_to_read() const {
        const auto last = looks_.looks.size() - 1;
        std::vector<std::size_t> likely;
        StrokeWatch watch;
        for (std::size_t i = 0; i <= last; ++i) {
            const bool is_new = watch.shows_new(looks_.looks[i].picture);
            if (is_new || looks_.looks[i].is_new_scene) likely.push_back(i);
        }
        std::set<std::size_t> chosen{0, last / 4, last / 2, last * 3 / 4, last};
        const auto room = std::min(likely.size(), kMostReads - chosen.size());
        for (std::size_t i = 0; i < room; ++i) chosen.insert(likely[i * likely.size() / room]);
        return chosen;
    }

    void read(std::size_t look) {
        read_.insert(look);
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
        for (std::size_t i = 0; i < looks_.looks.size(); ++i) {
            if (i == at || likeness(letters, edges_of(looks_.looks[i].picture, box)) < kSameLetters) continue;
            track.first = std::min(track.first, i);
            track.last = std::max(track.last, i);
        }
        return track;
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
        if (track.first != track.last || looks_.looks.size() == 1) return false;
        return std::none_of(tracks_.begin(), tracks_.end(), [&](const Track& other) {
            return other.region.confidence >= kSureOfPassing && other.first <= track.first &&
                   track.first <= other.last;
        });
    }

    /// A name may stand where another stood before.
    std::optional<std::size_t> look_with_other_print() const {
        for (const auto& track : tracks_) {
            if (track.region.text_class != TextClass::identifier) continue;
            for (std::size_t i = 0; i < looks_.looks.size(); ++i) {
                const bool is_covered = track.first <= i && i <= track.last;
                if (is_covered || read_.contains(i)) continue;
                if (has_strokes(looks_.looks[i].picture, rect_of(track.region))) return i;
            }
        }
        return std::nullopt;
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
    std::set<std::size_t> read_;
};

}  // namespace

std::vector<TextRegion> scan_film(Bytes film, const deid::Identifiers& identifiers, TextScanner& scanner) {
    return FilmText{film, identifiers, scanner}.run();
}

}  // namespace medal::imaging::burned_in
