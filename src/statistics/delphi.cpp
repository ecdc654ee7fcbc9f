#include "statistics/delphi.h"

#include "base/error.h"
#include "statistics/interval.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace medal::statistics {
namespace {

constexpr double kIprWhenSymmetric = 2.35;
constexpr double kAsymmetryFactor = 1.5;

/// 0: 1 .. 3, 1: 4 .. 6, 2: 7 .. 9.
int third_of(double rating) {
    return rating < 3.5 ? 0 : rating < 6.5 ? 1 : 2;
}

void check(std::span<const Rating> ratings) {
    const bool valid = !ratings.empty() &&
                       std::all_of(ratings.begin(), ratings.end(), [](Rating r) { return r >= 1 && r <= 9; });
    if (valid) return;
    throw base::Error(base::ErrorKind::invalid, "delphi.ratings",
                      "Ratings must be whole numbers from 1 to 9, at least one.");
}

double share_in(std::span<const Rating> ratings, int third) {
    const auto count =
        std::count_if(ratings.begin(), ratings.end(), [&](Rating r) { return third_of(r) == third; });
    return static_cast<double>(count) / static_cast<double>(ratings.size());
}

/// How many may lie outside the median's third, and how many in each extreme third make disagreement.
std::optional<int> allowed_outside(std::size_t panel) {
    if (panel >= 8 && panel <= 10) return 2;
    if (panel >= 11 && panel <= 13) return 3;
    if (panel >= 14 && panel <= 16) return 4;
    return std::nullopt;
}

void apply_classic_table(std::span<const Rating> ratings, RandUcla& result) {
    const std::optional<int> allowed = allowed_outside(ratings.size());
    if (!allowed) return;
    const auto in_third = [&](int third) {
        return std::count_if(ratings.begin(), ratings.end(), [&](Rating r) { return third_of(r) == third; });
    };
    const auto outside = static_cast<std::ptrdiff_t>(ratings.size()) - in_third(third_of(result.median));
    result.classic_agreement = outside <= *allowed;
    result.classic_disagreement = in_third(0) > *allowed && in_third(2) > *allowed;
}

}  // namespace

RandUcla judge_appropriateness(std::span<const Rating> ratings) {
    check(ratings);
    std::vector<double> sorted(ratings.begin(), ratings.end());
    std::sort(sorted.begin(), sorted.end());
    RandUcla result;
    result.median = quantile_sorted(sorted, 0.5);
    result.p30 = quantile_sorted(sorted, 0.3);
    result.p70 = quantile_sorted(sorted, 0.7);
    result.ipr = result.p70 - result.p30;
    result.iprcp = (result.p30 + result.p70) / 2.0;
    result.ipras = kIprWhenSymmetric + kAsymmetryFactor * std::abs(5.0 - result.iprcp);
    result.disagreement = result.ipr > result.ipras;
    const int third = third_of(result.median);
    if (!result.disagreement && third == 2) result.rating = Appropriateness::appropriate;
    if (!result.disagreement && third == 0) result.rating = Appropriateness::inappropriate;
    apply_classic_table(ratings, result);
    return result;
}

DelphiResult judge_consensus(std::span<const Rating> ratings, const DelphiThresholds& thresholds) {
    check(ratings);
    DelphiResult result{ratings.size(), share_in(ratings, 2), share_in(ratings, 1), share_in(ratings, 0)};
    if (result.high_share >= thresholds.high_share && result.low_share < thresholds.low_share) {
        result.verdict = DelphiVerdict::consensus_in;
    } else if (result.low_share >= thresholds.high_share && result.high_share < thresholds.low_share) {
        result.verdict = DelphiVerdict::consensus_out;
    }
    return result;
}

DelphiStability judge_stability(std::span<const Rating> before, std::span<const Rating> after,
                                const DelphiThresholds& thresholds) {
    check(before);
    check(after);
    if (before.size() != after.size()) {
        throw base::Error(base::ErrorKind::invalid, "delphi.rounds",
                          "Stability compares the same panellists' ratings.");
    }
    std::size_t changed = 0;
    for (std::size_t i = 0; i < before.size(); ++i) changed += third_of(before[i]) != third_of(after[i]);
    const std::vector<double> old(before.begin(), before.end());
    const std::vector<double> now(after.begin(), after.end());
    DelphiStability result;
    result.panellists = before.size();
    result.changed_share = static_cast<double>(changed) / static_cast<double>(before.size());
    result.median_change = median(now) - median(old);
    result.stable = result.changed_share < thresholds.changed_share;
    return result;
}

}  // namespace medal::statistics
