// Chances over repeated attempts, unbiased from n attempts of which c were right (Chen et al. 2021; Yao et
// al. 2024).
#pragma once

#include <cstdint>

namespace medal::statistics {

struct Attempts {
    std::uint64_t total = 0;
    std::uint64_t right = 0;
};

/// At least one of k is right: 1 - C(n-c, k) / C(n, k). Throws for k = 0 or k > n.
double pass_at_k(Attempts attempts, std::uint64_t k);
/// All of k are right: C(c, k) / C(n, k).
double pass_hat_k(Attempts attempts, std::uint64_t k);

}  // namespace medal::statistics
