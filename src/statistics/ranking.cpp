#include "statistics/ranking.h"

#include "base/error.h"
#include "statistics/case_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_rank_first(RankMethod method) {
    return method == RankMethod::rank_then_mean || method == RankMethod::rank_then_median;
}

bool uses_mean(RankMethod method) {
    return method == RankMethod::mean_then_rank || method == RankMethod::rank_then_mean;
}

void check(const TaskScores& scores, const RankingRule& rule) {
    if (scores.algorithms.empty() || scores.cases.empty() ||
        scores.values.size() != scores.algorithms.size() * scores.cases.size()) {
        throw base::Error(base::ErrorKind::invalid, "ranking.empty",
                          "A ranking needs at least one algorithm, one case and a value for each pair.");
    }
    if (!(rule.alpha > 0.0 && rule.alpha < 1.0)) {
        throw base::Error(base::ErrorKind::invalid, "ranking.alpha", "alpha must lie between 0 and 1.",
                          {.field = "alpha"});
    }
}

/// The value with "larger is better" and missing as worst, or NaN where missing is to be removed.
double oriented(double value, const RankingRule& rule) {
    if (std::isnan(value)) return rule.missing == Missing::remove ? kNaN : -kInfinity;
    return rule.direction == Direction::larger_is_better ? value : -value;
}

/// Ranks within each case, the best 1; NaN where the value is missing and removed.
std::vector<double> ranks_in_cases(const TaskScores& scores, const RankingRule& rule) {
    const std::size_t case_count = scores.cases.size();
    std::vector<double> result(scores.values.size(), kNaN);
    std::vector<double> keys;
    std::vector<std::size_t> who;
    for (std::size_t c = 0; c < case_count; ++c) {
        keys.clear();
        who.clear();
        for (std::size_t a = 0; a < scores.algorithms.size(); ++a) {
            const double value = oriented(scores.at(a, c), rule);
            if (std::isnan(value)) continue;
            keys.push_back(-value);
            who.push_back(a);
        }
        const std::vector<double> ranks = rank_values(keys, rule.ties);
        for (std::size_t i = 0; i < who.size(); ++i) result[who[i] * case_count + c] = ranks[i];
    }
    return result;
}

/// a - b, larger is better; both missing is a tie, one missing an infinite difference.
double difference(double a, double b) {
    return a == b ? 0.0 : a - b;
}

struct Pair {
    std::size_t a;
    std::size_t b;
    SignedRankTest test;
};

std::vector<Pair> all_pairs(const TaskScores& scores, const RankingRule& rule) {
    std::vector<Pair> pairs;
    std::vector<double> differences(scores.cases.size());
    for (std::size_t a = 0; a < scores.algorithms.size(); ++a) {
        for (std::size_t b = a + 1; b < scores.algorithms.size(); ++b) {
            for (std::size_t c = 0; c < differences.size(); ++c) {
                differences[c] = difference(oriented(scores.at(a, c), rule), oriented(scores.at(b, c), rule));
            }
            pairs.push_back({a, b, SignedRankTest(differences)});
        }
    }
    return pairs;
}

/// p of every ordered pair, two entries a pair: a better than b, b better than a.
std::vector<double> ordered_p(const std::vector<Pair>& pairs, std::span<const std::uint32_t> copies) {
    std::vector<double> p;
    p.reserve(pairs.size() * 2);
    for (const Pair& pair : pairs) {
        const SignedRankP tested = pair.test.test(copies);
        p.push_back(tested.greater);
        p.push_back(tested.less);
    }
    return p;
}

/// Where challengeR ranks `copies` equal rows jointly, a case rank r becomes copies * r - offset.
double joint_rank(double rank, double copies, Ties ties) {
    if (ties == Ties::max) return copies * rank;
    return copies * rank - (ties == Ties::min ? copies - 1.0 : (copies - 1.0) / 2.0);
}

}  // namespace

struct Ranker::Prepared {
    RankingRule rule;
    std::size_t algorithm_count;
    std::size_t case_count;
    std::vector<double> numbers;  // raw values or ranks in cases; empty for test_then_rank
    std::optional<CaseMatrix> matrix;
    std::vector<Pair> pairs;

    bool larger_is_better() const {
        return !is_rank_first(rule.method) && rule.direction == Direction::larger_is_better;
    }
    Absent absent() const { return rule.missing == Missing::remove ? Absent::ignored : Absent::spoils; }

    RankedTask ranked(std::vector<double> aggregates, bool larger_first) const {
        std::vector<double> keys = aggregates;
        if (larger_first) std::transform(keys.begin(), keys.end(), keys.begin(), std::negate<>());
        for (double& value : aggregates) {
            if (std::isinf(value)) value = kNaN;
        }
        return {std::move(aggregates), rank_values(keys, rule.ties)};
    }

    RankedTask by_tests(std::span<const std::uint32_t> copies) const {
        const std::vector<double> adjusted = adjust_p(ordered_p(pairs, copies), rule.adjust);
        std::vector<double> wins(algorithm_count);
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            wins[pairs[i].a] += adjusted[2 * i] <= rule.alpha;
            wins[pairs[i].b] += adjusted[2 * i + 1] <= rule.alpha;
        }
        const double rivals = algorithm_count > 1 ? static_cast<double>(algorithm_count - 1) : 1.0;
        for (double& share : wins) share /= rivals;
        return ranked(std::move(wins), true);
    }

    RankedTask aggregated(const CaseMatrix& entries, std::span<const std::uint32_t> copies) const {
        return ranked(uses_mean(rule.method) ? entries.means(copies) : entries.medians(copies),
                      larger_is_better());
    }

    RankedTask joint(std::span<const std::uint32_t> copies) const {
        if (rule.method == RankMethod::test_then_rank) {
            // The package pairs two algorithms by case name, so a case drawn several times is tested once.
            std::vector<std::uint32_t> drawn(copies.begin(), copies.end());
            for (std::uint32_t& count : drawn) count = std::min(count, 1U);
            return by_tests(drawn);
        }
        if (!is_rank_first(rule.method)) return aggregated(*matrix, copies);
        std::vector<double> joint_numbers = numbers;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            joint_numbers[i] = joint_rank(numbers[i], copies[i % case_count], rule.ties);
        }
        return aggregated(CaseMatrix(joint_numbers, case_count, absent(), false), copies);
    }
};

Ranker::Ranker(const TaskScores& scores, const RankingRule& rule) {
    check(scores, rule);
    auto prepared = std::make_unique<Prepared>();
    prepared->rule = rule;
    prepared->algorithm_count = scores.algorithms.size();
    prepared->case_count = scores.cases.size();
    if (rule.method == RankMethod::test_then_rank) {
        prepared->pairs = all_pairs(scores, rule);
    } else {
        prepared->numbers = is_rank_first(rule.method) ? ranks_in_cases(scores, rule) : scores.values;
        prepared->matrix.emplace(prepared->numbers, prepared->case_count, prepared->absent(),
                                 prepared->larger_is_better());
    }
    prepared_ = std::move(prepared);
}

Ranker::~Ranker() = default;
Ranker::Ranker(Ranker&&) noexcept = default;
Ranker& Ranker::operator=(Ranker&&) noexcept = default;

std::size_t Ranker::algorithm_count() const noexcept {
    return prepared_->algorithm_count;
}
std::size_t Ranker::case_count() const noexcept {
    return prepared_->case_count;
}

RankedTask Ranker::rank() const {
    const std::vector<std::uint32_t> once(prepared_->case_count, 1U);
    return rank(once);
}

RankedTask Ranker::rank(std::span<const std::uint32_t> copies, Variant variant) const {
    if (variant == Variant::challenger_compat) return prepared_->joint(copies);
    if (prepared_->rule.method == RankMethod::test_then_rank) return prepared_->by_tests(copies);
    return prepared_->aggregated(*prepared_->matrix, copies);
}

PairwiseTests pairwise_tests(const TaskScores& scores, const RankingRule& rule) {
    check(scores, rule);
    const std::size_t count = scores.algorithms.size();
    const std::vector<Pair> pairs = all_pairs(scores, rule);
    const std::vector<std::uint32_t> once(scores.cases.size(), 1U);
    const std::vector<double> p = ordered_p(pairs, once);
    const std::vector<double> adjusted = adjust_p(p, rule.adjust);
    PairwiseTests result{count, std::vector<double>(count * count, kNaN),
                         std::vector<double>(count * count, kNaN)};
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const std::size_t forward = pairs[i].a * count + pairs[i].b;
        const std::size_t backward = pairs[i].b * count + pairs[i].a;
        result.p[forward] = p[2 * i];
        result.p[backward] = p[2 * i + 1];
        result.adjusted[forward] = adjusted[2 * i];
        result.adjusted[backward] = adjusted[2 * i + 1];
    }
    return result;
}

}  // namespace medal::statistics
