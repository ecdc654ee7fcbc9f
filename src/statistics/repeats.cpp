#include "statistics/repeats.h"

#include "base/error.h"

namespace medal::statistics {
namespace {

/// C(some, k) / C(all, k) as a product, without large factorials.
double share_of_subsets(std::uint64_t some, std::uint64_t all, std::uint64_t k) {
    if (some < k) return 0.0;
    double share = 1.0;
    for (std::uint64_t i = 0; i < k; ++i)
        share *= static_cast<double>(some - i) / static_cast<double>(all - i);
    return share;
}

void check(Attempts attempts, std::uint64_t k) {
    if (k >= 1 && k <= attempts.total && attempts.right <= attempts.total) return;
    throw base::Error(
        base::ErrorKind::invalid, "statistics.attempts",
        "k must lie between 1 and the number of attempts, and no more can be right than were made.");
}

}  // namespace

double pass_at_k(Attempts attempts, std::uint64_t k) {
    check(attempts, k);
    return 1.0 - share_of_subsets(attempts.total - attempts.right, attempts.total, k);
}

double pass_hat_k(Attempts attempts, std::uint64_t k) {
    check(attempts, k);
    return share_of_subsets(attempts.right, attempts.total, k);
}

}  // namespace medal::statistics
