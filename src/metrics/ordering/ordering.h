// A predicted order of n items against a reference order. Both are given as ranks by item, 1 for the first;
// ties are allowed where a function says so. Kendall's tau-b and Spearman's rho are statistics/rank.h.
#pragma once

#include <span>
#include <vector>

namespace medal::metrics {

struct RankPair {
    std::span<const double> reference;
    std::span<const double> prediction;
};

/// Sum of |rank differences| (Diaconis & Graham 1977); ties allowed.
double footrule(RankPair ranks) noexcept;
/// Kendall's tau with additive hyperbolic weights, first places counting most (Vigna 2015); the mean over the
/// two orders as the source of weights. Ties allowed.
double weighted_tau(RankPair ranks);
/// Normalised discounted cumulative gain with linear gain n - reference rank (Järvelin & Kekäläinen 2002).
double ndcg(RankPair ranks);
/// Extrapolated rank-biased overlap of two complete orders (Webber et al. 2010, eq. 23).
double rank_biased_overlap(RankPair ranks, double persistence = 0.9);

}  // namespace medal::metrics
