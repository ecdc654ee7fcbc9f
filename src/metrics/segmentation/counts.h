// Counting metrics of one label from whole-number counts: nothing is accumulated in floating point.
#pragma once

#include <cstdint>

namespace medal::metrics {

struct Counts {
    std::uint64_t tp = 0;
    std::uint64_t fp = 0;
    std::uint64_t fn = 0;
    std::uint64_t tn = 0;

    std::uint64_t reference() const noexcept { return tp + fn; }
    std::uint64_t prediction() const noexcept { return tp + fp; }
    std::uint64_t all() const noexcept { return tp + fp + fn + tn; }
};

/// Every function is NaN where its denominator is 0.
double sensitivity(const Counts& c) noexcept;
double specificity(const Counts& c) noexcept;
double positive_predictive_value(const Counts& c) noexcept;
double negative_predictive_value(const Counts& c) noexcept;
double accuracy(const Counts& c) noexcept;
double balanced_accuracy(const Counts& c) noexcept;
/// (1 + b2) TP / ((1 + b2) TP + b2 FN + FP); beta 1 is the Dice coefficient.
double f_beta(const Counts& c, double beta) noexcept;
double intersection_over_union(const Counts& c) noexcept;
/// Matthews' correlation (Matthews 1975).
double matthews(const Counts& c) noexcept;
/// Cohen's kappa (Cohen 1960).
double cohen_kappa(const Counts& c) noexcept;
/// 1 - |R - P| / (R + P) (Taha & Hanbury 2015).
double volumetric_similarity(const Counts& c) noexcept;
/// (P - R) / R; its magnitude is the default variant of RVE.
double signed_volume_error(const Counts& c) noexcept;

}  // namespace medal::metrics
