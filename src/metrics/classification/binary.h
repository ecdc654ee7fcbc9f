// Discrimination of a score p for a yes/no truth y (1 or 0). Calibration (Brier, ECE, slope …) is
// statistics/calibration.h. NaN where a measure has no value (only one class).
#pragma once

#include "metrics/segmentation/counts.h"

#include <span>
#include <vector>

namespace medal::metrics {

struct ScoredTruth {
    std::span<const double> y;
    std::span<const double> p;
};

/// Area under the ROC curve, ties counting half, with DeLong's variance (DeLong et al. 1988, by the midranks
/// of Sun & Xu 2014) and the 95 % normal interval held within [0, 1].
struct Auroc {
    double value = 0;
    double se = 0;
    double low = 0;
    double high = 0;
};
Auroc auroc(ScoredTruth data);

/// Average precision as a step sum over distinct thresholds, as scikit-learn: no interpolation.
double average_precision(ScoredTruth data);

/// p >= threshold is a yes.
Counts counts_at(ScoredTruth data, double threshold) noexcept;
/// Sensitivity / (1 - specificity).
double positive_likelihood_ratio(const Counts& c) noexcept;
/// (1 - sensitivity) / specificity.
double negative_likelihood_ratio(const Counts& c) noexcept;
/// TP/n - FP/n * t/(1-t), t the threshold probability (Vickers & Elkin 2006).
double net_benefit(const Counts& c, double threshold) noexcept;

}  // namespace medal::metrics
