// The item curves of item response theory and the grid that ability is integrated over. Private to the fit
// and its standard errors.
#pragma once

#include "statistics/item_statistics.h"

#include <array>
#include <cmath>
#include <vector>

namespace medal::statistics {

constexpr std::size_t kIrtNodes = 121;
constexpr double kIrtDifficultySd = 1.5;
constexpr double kIrtLogSlopeSd = 0.5;

/// Slope-intercept form: logit P = intercept + slope theta.
struct ItemCurve {
    double intercept = 0.0;
    double slope = 1.0;
};

/// Standard normal weights on equidistant nodes from -6 to 6.
struct AbilityGrid {
    std::array<double, kIrtNodes> theta{};
    std::array<double, kIrtNodes> weight{};
};
AbilityGrid standard_normal_grid();

inline double logistic(double eta) {
    return 1.0 / (1.0 + std::exp(-eta));
}
/// log s(eta) without overflow.
inline double log_logistic(double eta) {
    return eta < 0.0 ? eta - std::log1p(std::exp(eta)) : -std::log1p(std::exp(-eta));
}

/// Equal rows of answers are one pattern; NaN is a gap.
struct AnswerPattern {
    std::vector<double> scores;
    double count = 0.0;
};
std::vector<AnswerPattern> patterns_of(const ResponseTable& table);

/// log P(right) and log P(wrong) of every item at every node.
struct CurveLogs {
    std::vector<std::array<double, kIrtNodes>> right;
    std::vector<std::array<double, kIrtNodes>> wrong;
};
CurveLogs logs_of(const std::vector<ItemCurve>& curves, const AbilityGrid& grid);

/// Of ability given one pattern; sums to 1.
struct AbilityPosterior {
    std::array<double, kIrtNodes> weight{};
    double log_likelihood = 0.0;
};
AbilityPosterior posterior_of(const AnswerPattern& pattern, const CurveLogs& logs, const AbilityGrid& grid);

}  // namespace medal::statistics
