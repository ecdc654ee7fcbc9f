// Ranks with ties, Kendall's tau-b and Spearman's rho, as R computes them.
#pragma once

#include <span>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class Ties { min, average, max };
BOOST_DESCRIBE_ENUM(Ties, min, average, max)

/// Ranks from 1, the smallest value first. Values must not be NaN; infinities are allowed and tie with
/// themselves.
std::vector<double> rank_values(std::span<const double> values, Ties ties);

/// Kendall's tau-b (Kendall 1945): -1 .. 1; NaN when one side is constant or has fewer than two values.
double kendall_tau_b(std::span<const double> a, std::span<const double> b);

/// Spearman's rho: Pearson's r of the tie-averaged ranks.
double spearman_rho(std::span<const double> a, std::span<const double> b);

/// Pearson's r; NaN when one side is constant or has fewer than two values.
double pearson(std::span<const double> a, std::span<const double> b);

}  // namespace medal::statistics
