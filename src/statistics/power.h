// How many items a comparison of two models needs, or what it can see: Miller, arXiv 2411.00640, section 5,
// n = (z_{alpha/2} + z_beta)^2 (omega^2 + sigma_A^2 / K_A + sigma_B^2 / K_B) / delta^2,
// times the design effect 1 + (m - 1) rho where m items come from one patient (Kish 1965).
#pragma once

#include <cstdint>

namespace medal::statistics {

struct ComparisonDesign {
    double difference_variance = 0.0;  // omega^2: of the items' true differences
    double within_variance_a = 0.0;    // sigma^2 of one run
    double within_variance_b = 0.0;
    std::uint32_t runs_a = 1;
    std::uint32_t runs_b = 1;
    double items_per_cluster = 1.0;
    double cluster_correlation = 0.0;
    double alpha = 0.05;  // two-sided
};

/// Variance of one item's observed difference, with the design effect.
double variance_per_item(const ComparisonDesign& design);
std::uint64_t items_needed(const ComparisonDesign& design, double difference, double power);
double power_of(const ComparisonDesign& design, double difference, std::uint64_t item_count);
double smallest_difference(const ComparisonDesign& design, double power, std::uint64_t item_count);

}  // namespace medal::statistics
