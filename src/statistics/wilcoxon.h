// Paired Wilcoxon signed-rank test with the normal approximation, continuity correction and tie correction,
// as R's wilcox.test(x, y, paired = TRUE, exact = FALSE). Zero differences are dropped. Exact small-sample p
// is not offered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

struct SignedRankP {
    double greater = 1.0;  // alternative: the differences lie above 0
    double less = 1.0;
    double two_sided = 1.0;
};

/// |difference| sorted once, so that a replicate with case multiplicities costs one walk and no sort.
class SignedRankTest {
  public:
    SignedRankTest() = default;
    /// `differences[i]` belongs to case i; NaN leaves the case out, infinities are the largest differences.
    explicit SignedRankTest(std::span<const double> differences);

    /// The data set in which case i occurs copies[i] times. p = 1 where no difference is left.
    SignedRankP test(std::span<const std::uint32_t> copies) const noexcept;
    SignedRankP test() const;

  private:
    struct Tally {
        std::uint64_t count = 0;             // of differences
        std::uint64_t doubled_positive = 0;  // twice the rank sum of the positive ones
        std::uint64_t ties = 0;              // sum of g^3 - g
    };
    Tally tally_untied(std::span<const std::uint32_t> copies) const noexcept;
    Tally tally_tied(std::span<const std::uint32_t> copies) const noexcept;

    std::vector<std::uint32_t> cases_;      // with a difference, by |difference|
    std::vector<std::uint64_t> positive_;   // of cases_
    std::vector<std::uint32_t> group_end_;  // one entry a group of equal |difference|
    std::size_t case_count_ = 0;
};

enum class Adjust { none, holm };
BOOST_DESCRIBE_ENUM(Adjust, none, holm)

/// Holm (1979), as R's p.adjust: monotone, at most 1. `none` copies.
std::vector<double> adjust_p(std::span<const double> p, Adjust adjust);

}  // namespace medal::statistics
