#include "statistics/wilcoxon.h"

#include "statistics/distribution.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace medal::statistics {

SignedRankTest::SignedRankTest(std::span<const double> differences) : case_count_(differences.size()) {
    for (std::size_t i = 0; i < differences.size(); ++i) {
        if (differences[i] != 0.0 && !std::isnan(differences[i]))
            cases_.push_back(static_cast<std::uint32_t>(i));
    }
    const auto size_of = [&](std::uint32_t i) { return std::abs(differences[i]); };
    std::stable_sort(cases_.begin(), cases_.end(), [&](auto a, auto b) { return size_of(a) < size_of(b); });
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        positive_.push_back(differences[cases_[i]] > 0.0);
        const bool last = i + 1 == cases_.size() || size_of(cases_[i + 1]) != size_of(cases_[i]);
        if (last) group_end_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

// Doubled ranks keep everything whole: a group of g after b smaller ones has the doubled average rank 2b + g
// + 1. Whole numbers also carry no rounding and a short dependency from one case to the next, which is what
// makes it fast.
SignedRankTest::Tally SignedRankTest::tally_untied(std::span<const std::uint32_t> copies) const noexcept {
    Tally tally;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
        const std::uint64_t group = copies[cases_[i]];
        tally.doubled_positive += positive_[i] * group * (2 * tally.count + group + 1);
        tally.ties += group * (group * group - 1);
        tally.count += group;
    }
    return tally;
}

SignedRankTest::Tally SignedRankTest::tally_tied(std::span<const std::uint32_t> copies) const noexcept {
    Tally tally;
    std::size_t i = 0;
    for (const std::uint32_t end : group_end_) {
        std::uint64_t group = 0;
        std::uint64_t positive = 0;
        for (; i < end; ++i) {
            const std::uint64_t count = copies[cases_[i]];
            group += count;
            positive += positive_[i] * count;
        }
        tally.doubled_positive += positive * (2 * tally.count + group + 1);
        tally.ties += group * (group * group - 1);
        tally.count += group;
    }
    return tally;
}

SignedRankP SignedRankTest::test(std::span<const std::uint32_t> copies) const noexcept {
    const bool untied = group_end_.size() == cases_.size();
    const Tally tally = untied ? tally_untied(copies) : tally_tied(copies);
    if (tally.count == 0) return {};
    const auto n = static_cast<double>(tally.count);
    const double shift = static_cast<double>(tally.doubled_positive) / 2.0 - n * (n + 1.0) / 4.0;
    const double sigma =
        std::sqrt(n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - static_cast<double>(tally.ties) / 48.0);
    SignedRankP p;
    p.greater = normal_upper((shift - 0.5) / sigma);
    p.less = normal_cdf((shift + 0.5) / sigma);
    const double corrected = shift - (shift > 0.0 ? 0.5 : shift < 0.0 ? -0.5 : 0.0);
    p.two_sided = std::min(1.0, 2.0 * normal_upper(std::abs(corrected) / sigma));
    return p;
}

SignedRankP SignedRankTest::test() const {
    const std::vector<std::uint32_t> once(case_count_, 1U);
    return test(once);
}

std::vector<double> adjust_p(std::span<const double> p, Adjust adjust) {
    std::vector<double> adjusted(p.begin(), p.end());
    if (adjust == Adjust::none) return adjusted;
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
    double running = 0.0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        running = std::max(running, std::min(1.0, static_cast<double>(p.size() - i) * p[order[i]]));
        adjusted[order[i]] = running;
    }
    return adjusted;
}

}  // namespace medal::statistics
