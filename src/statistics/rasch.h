// Reviewer severity: the many-facet Rasch rating-scale model (Linacre 1989),
// log(P_k / P_{k-1}) = theta_item - delta_criterion - alpha_rater - tau_k.
// Joint maximum likelihood with a weak normal prior on theta around its mean (sd 4) so that all-best and
// all-worst items stay finite; delta, alpha and tau each sum to 0. JML overstates the spread a little with
// very few ratings an item.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace medal::statistics {

struct FacetRating {
    std::uint32_t item = 0;
    std::uint32_t criterion = 0;
    std::uint32_t rater = 0;
    std::uint32_t category = 0;  // 0 .. category_count - 1
};

struct FacetShape {
    std::size_t items = 0;
    std::size_t criteria = 0;
    std::size_t raters = 0;
    std::size_t categories = 0;
};

struct RaschFit {
    std::vector<double> ability;     // theta of each item
    std::vector<double> difficulty;  // delta of each criterion
    std::vector<double> severity;    // alpha of each rater: positive is strict
    std::vector<double> severity_se;
    std::vector<double> threshold;  // tau_1 .. tau_{K-1}
    /// Mean squared standardised residual of each rater: 1 as expected, above 1.5 erratic, below 0.5 too
    /// predictable.
    std::vector<double> rater_outfit;
    double log_likelihood = 0.0;
    std::size_t iterations = 0;
    bool converged = false;
};

/// Throws `invalid` for numbers out of shape, a rater without ratings, or fewer than two categories.
RaschFit fit_rasch(std::span<const FacetRating> ratings, const FacetShape& shape);

}  // namespace medal::statistics
