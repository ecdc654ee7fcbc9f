// Lesion-wise agreement of two masks: components matched one to one, then counted. Panoptic quality is
// PQ = SQ x RQ (Kirillov et al. 2019); RQ is the F1 of the matching, SQ the mean IoU of the matched.
#pragma once

#include "metrics/segmentation/components.h"

#include <cstdint>
#include <vector>

namespace medal::metrics {

/// `above`: IoU > threshold, ours; `at_least`: IoU >= threshold, COCO's reading.
enum class MatchRule { above, at_least };

struct MatchOptions {
    double iou = 0.5;
    MatchRule rule = MatchRule::above;
};

struct Match {
    std::uint32_t reference = 0;
    std::uint32_t prediction = 0;
    std::uint64_t shared_voxels = 0;
    double iou = 0;
};

/// Greedy by IoU, largest first; ties go to the earlier reference, then the earlier prediction.
std::vector<Match> match_components(const Components& reference, const Components& prediction,
                                    MatchOptions options = {});

struct LesionCounts {
    std::uint64_t tp = 0;
    std::uint64_t fp = 0;
    std::uint64_t fn = 0;
    double iou_sum = 0;
    double dice_sum = 0;

    double f1() const noexcept;
    double segmentation_quality() const noexcept;
    double panoptic_quality() const noexcept;
    double sensitivity() const noexcept;
    double positive_predictive_value() const noexcept;
    /// Mean Dice over all lesions, a miss or a false positive counting 0 (BraTS 2023).
    double lesion_dice() const noexcept;
};

LesionCounts count_lesions(const Components& reference, const Components& prediction,
                           MatchOptions options = {});

}  // namespace medal::metrics
