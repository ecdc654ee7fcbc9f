#include "metrics/temporal/intervals.h"

#include "metrics/value.h"

#include <algorithm>
#include <numeric>

namespace medal::metrics {

double temporal_iou(TimeSpan reference, TimeSpan prediction) noexcept {
    const double shared =
        std::max(0.0, std::min(reference.end, prediction.end) - std::max(reference.start, prediction.start));
    const double joint = reference.length() + prediction.length() - shared;
    return joint <= 0 ? kUndefined : shared / joint;
}

double SegmentCounts::f1() const noexcept {
    const std::size_t whole = 2 * tp + fp + fn;
    return whole == 0 ? kUndefined : 2 * static_cast<double>(tp) / static_cast<double>(whole);
}

SegmentCounts match_segments(std::span<const Segment> reference, std::span<const Segment> prediction,
                             double overlap) {
    std::vector<bool> taken(reference.size());
    SegmentCounts counts;
    for (const Segment& said : prediction) {
        std::size_t best = reference.size();
        double best_iou = -1;
        for (std::size_t i = 0; i < reference.size(); ++i) {
            if (reference[i].label != said.label) continue;
            const double iou = temporal_iou(reference[i].span, said.span);
            if (iou > best_iou) {
                best = i;
                best_iou = iou;
            }
        }
        const bool right = best < reference.size() && best_iou >= overlap && !taken[best];
        if (right) taken[best] = true;
        ++(right ? counts.tp : counts.fp);
    }
    counts.fn = reference.size() - counts.tp;
    return counts;
}

double edit_score(std::span<const Segment> reference, std::span<const Segment> prediction) {
    const std::size_t longer = std::max(reference.size(), prediction.size());
    if (longer == 0) return kUndefined;
    std::vector<std::size_t> row(prediction.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= reference.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= prediction.size(); ++j) {
            const std::size_t replaced =
                diagonal + (reference[i - 1].label == prediction[j - 1].label ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return 1 - static_cast<double>(row.back()) / static_cast<double>(longer);
}

}  // namespace medal::metrics
