#include "metrics/segmentation/lesions.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>

namespace medal::metrics {
namespace {

double ratio(double part, double whole) noexcept {
    return whole == 0 ? kUndefined : part / whole;
}

}  // namespace

std::vector<Match> match_components(const Components& reference, const Components& prediction,
                                    MatchOptions options) {
    std::vector<Match> candidates;
    for (const Overlap& overlap : overlaps(reference, prediction)) {
        const std::uint64_t joint =
            reference.sizes[overlap.reference] + prediction.sizes[overlap.prediction] - overlap.voxels;
        const double iou = static_cast<double>(overlap.voxels) / static_cast<double>(joint);
        const bool enough = options.rule == MatchRule::above ? iou > options.iou : iou >= options.iou;
        if (enough) candidates.push_back({overlap.reference, overlap.prediction, overlap.voxels, iou});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Match& a, const Match& b) { return a.iou > b.iou; });
    std::vector<bool> reference_taken(reference.count());
    std::vector<bool> prediction_taken(prediction.count());
    std::vector<Match> matches;
    for (const Match& candidate : candidates) {
        if (reference_taken[candidate.reference] || prediction_taken[candidate.prediction]) continue;
        reference_taken[candidate.reference] = true;
        prediction_taken[candidate.prediction] = true;
        matches.push_back(candidate);
    }
    return matches;
}

LesionCounts count_lesions(const Components& reference, const Components& prediction, MatchOptions options) {
    const std::vector<Match> matches = match_components(reference, prediction, options);
    Sum iou;
    Sum dice;
    for (const Match& match : matches) {
        iou.add(match.iou);
        dice.add(2 * static_cast<double>(match.shared_voxels) /
                 static_cast<double>(reference.sizes[match.reference] + prediction.sizes[match.prediction]));
    }
    return {matches.size(), prediction.count() - matches.size(), reference.count() - matches.size(),
            iou.value(), dice.value()};
}

double LesionCounts::f1() const noexcept {
    return ratio(2.0 * static_cast<double>(tp), static_cast<double>(2 * tp + fp + fn));
}
double LesionCounts::segmentation_quality() const noexcept {
    return ratio(iou_sum, static_cast<double>(tp));
}
double LesionCounts::panoptic_quality() const noexcept {
    return ratio(2.0 * iou_sum, static_cast<double>(2 * tp + fp + fn));
}
double LesionCounts::sensitivity() const noexcept {
    return ratio(static_cast<double>(tp), static_cast<double>(tp + fn));
}
double LesionCounts::positive_predictive_value() const noexcept {
    return ratio(static_cast<double>(tp), static_cast<double>(tp + fp));
}
double LesionCounts::lesion_dice() const noexcept {
    return ratio(dice_sum, static_cast<double>(tp + fp + fn));
}

}  // namespace medal::metrics
