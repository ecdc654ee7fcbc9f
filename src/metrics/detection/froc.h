// Detection of lesions by scored candidates: free-response curve, sensitivity at a number of false positives
// per image, average precision. Input is what matching leaves: the score of each lesion's best hit (0 for a
// miss) and the scores of the candidates that hit nothing.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace medal::metrics {

struct LesionScores {
    std::vector<double> hits;             // one a lesion; 0: missed
    std::vector<double> false_positives;  // one a candidate
    std::size_t image_count = 0;
};

struct FrocPoint {
    double false_positives_per_image = 0;
    double sensitivity = 0;
};

/// One point a distinct score, from the loosest threshold to (0, 0).
std::vector<FrocPoint> froc_curve(const LesionScores& scores);

/// Linear between points, the higher one where several share the rate; beyond the curve its last value.
double sensitivity_at(std::span<const FrocPoint> curve, double false_positives_per_image);

/// Mean sensitivity over the given rates. LUNA16 takes 1/8, 1/4, 1/2, 1, 2, 4, 8.
double froc_score(std::span<const FrocPoint> curve, std::span<const double> rates);

enum class MissRule { never_found, found_at_zero };
/// Step sum over distinct scores. `never_found`: a miss is never recalled (ours, and picai_eval's).
/// `found_at_zero`: a miss counts as found by a threshold of 0 (scikit-learn over lesion lists).
double lesion_average_precision(const LesionScores& scores, MissRule rule = MissRule::never_found);

/// Mean over `points` recalls, evenly from 0 to 1, of the best precision at that recall or beyond: 11 points
/// as PASCAL VOC 2007, 101 as COCO.
double interpolated_average_precision(const LesionScores& scores, std::size_t points);

}  // namespace medal::metrics
