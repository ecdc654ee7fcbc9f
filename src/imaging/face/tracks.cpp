#include "imaging/face/tracks.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::face {
namespace {

/// A box that would grow beyond this many times the face begins anew.
constexpr double kMostGrowth = 1.7;
/// Further apart, counted in faces, it is another person.
constexpr double kFarthest = 3;

struct Open {
    FaceTrack track;
    FaceBox last;
    std::size_t last_searched = 0;
};

double side_of(const FaceBox& box) {
    return static_cast<double>(std::max(box.width, box.height));
}

double apart(const FaceBox& a, const FaceBox& b) {
    const auto middle = [](std::uint64_t begin, std::uint64_t length) {
        return static_cast<double>(begin) + static_cast<double>(length) / 2;
    };
    return std::hypot(middle(a.x, a.width) - middle(b.x, b.width),
                      middle(a.y, a.height) - middle(b.y, b.height)) /
           std::max({side_of(a), side_of(b), 1.0});
}

void include(FaceTrack& track, const FaceBox& box) {
    const auto right = std::max(track.x + track.width, box.x + box.width);
    const auto bottom = std::max(track.y + track.height, box.y + box.height);
    track.x = std::min(track.x, box.x);
    track.y = std::min(track.y, box.y);
    track.width = right - track.x;
    track.height = bottom - track.y;
    track.confidence = std::max(track.confidence, box.confidence);
}

FaceTrack track_of(const FaceBox& box, std::uint64_t first, std::uint64_t last) {
    return {first, last, box.x, box.y, box.width, box.height, box.confidence};
}

class Joining {
  public:
    Joining(std::span<const std::uint64_t> searched, std::uint64_t frames)
        : searched_(searched), frames_(frames) {}

    void add(const FaceBox& box, std::size_t at) {
        const auto near = std::min_element(open_.begin(), open_.end(), [&](const Open& a, const Open& b) {
            return distance(a, box, at) < distance(b, box, at);
        });
        const bool follows = near != open_.end() && distance(*near, box, at) < kFarthest;
        if (follows && fits(near->track, box)) {
            include(near->track, box);
            near->track.last_frame = reach(at);
            near->last = box;
            near->last_searched = at;
            return;
        }
        // Between the two pictures the face went from one place to the other.
        if (follows) {
            auto way = track_of(near->last, box.frame, box.frame);
            include(way, box);
            way.first_frame = near->last.frame;
            done_.push_back(way);
            near->last_searched = at;
        }
        open_.push_back({track_of(box, at == 0 ? 0 : searched_[at - 1] + 1, reach(at)), box, at});
    }

    std::vector<FaceTrack> finish() {
        for (const auto& open : open_) done_.push_back(open.track);
        std::stable_sort(done_.begin(), done_.end(), [](const FaceTrack& a, const FaceTrack& b) {
            return a.first_frame < b.first_frame;
        });
        return std::move(done_);
    }

  private:
    /// The last picture before the next one that was searched.
    std::uint64_t reach(std::size_t at) const {
        return at + 1 < searched_.size() ? searched_[at + 1] - 1 : std::max(frames_, searched_[at] + 1) - 1;
    }

    /// In faces; endless to what ended earlier or already has a box on this picture.
    double distance(const Open& open, const FaceBox& box, std::size_t at) const {
        constexpr double kEndless = 1e9;
        return open.last_searched + 1 == at ? apart(open.last, box) : kEndless;
    }

    static bool fits(const FaceTrack& track, const FaceBox& box) {
        auto grown = track;
        include(grown, box);
        return static_cast<double>(std::max(grown.width, grown.height)) <=
               kMostGrowth * std::max(side_of(box), 1.0);
    }

    std::span<const std::uint64_t> searched_;
    std::uint64_t frames_;
    std::vector<Open> open_;
    std::vector<FaceTrack> done_;
};

}  // namespace

std::vector<FaceTrack> tracks_of(std::span<const FaceBox> boxes, std::span<const std::uint64_t> searched,
                                 std::uint64_t frames) {
    Joining joining{searched, frames};
    for (std::size_t at = 0; at < searched.size(); ++at) {
        for (const auto& box : boxes) {
            if (box.frame == searched[at]) joining.add(box, at);
        }
    }
    return joining.finish();
}

}  // namespace medal::imaging::face
