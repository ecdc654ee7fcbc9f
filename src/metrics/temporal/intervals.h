// Events in time: one interval against another, and labelled segmentations of a recording.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace medal::metrics {

struct TimeSpan {
    double start = 0;
    double end = 0;

    double length() const noexcept { return end - start; }
};

/// Length of the intersection over that of the union; NaN when both are points.
double temporal_iou(TimeSpan reference, TimeSpan prediction) noexcept;
/// Positive: the prediction is late.
inline double onset_error(TimeSpan reference, TimeSpan prediction) noexcept {
    return prediction.start - reference.start;
}
inline double offset_error(TimeSpan reference, TimeSpan prediction) noexcept {
    return prediction.end - reference.end;
}

struct Segment {
    std::string label;
    TimeSpan span{};
};

struct SegmentCounts {
    std::size_t tp = 0;
    std::size_t fp = 0;
    std::size_t fn = 0;
    double f1() const noexcept;
};

/// Segmental F1@k (Lea et al. 2017): a predicted segment is right when its best reference segment of the same
/// label, not yet taken, overlaps it with IoU >= `overlap`.
SegmentCounts match_segments(std::span<const Segment> reference, std::span<const Segment> prediction,
                             double overlap);

/// Segmental edit score (Lea et al. 2016): 1 - Levenshtein distance of the label sequences / the longer one.
double edit_score(std::span<const Segment> reference, std::span<const Segment> prediction);

}  // namespace medal::metrics
