// Rankings of algorithms over cases: challengeR's family (Wiesenfarth et al., Sci Rep 11, 2369, 2021).
// A missing value is worse than every value (it ranks last, its mean is undefined) unless it is to be
// removed; replacing it by a stated number is the caller's step before. Bootstrap: ranking_bootstrap.h;
// tasks: consensus.h.
#pragma once

#include "statistics/rank.h"
#include "statistics/wilcoxon.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class RankMethod { mean_then_rank, median_then_rank, rank_then_mean, rank_then_median, test_then_rank };
BOOST_DESCRIBE_ENUM(RankMethod, mean_then_rank, median_then_rank, rank_then_mean, rank_then_median,
                    test_then_rank)

enum class Direction { larger_is_better, smaller_is_better };
BOOST_DESCRIBE_ENUM(Direction, larger_is_better, smaller_is_better)

enum class Missing { worst, remove };
BOOST_DESCRIBE_ENUM(Missing, worst, remove)

/// How copies of a case in a bootstrap sample are ranked. `correct`: each copy by itself.
/// `challenger_compat`: as challengeR 1.0.5 does, only to reproduce its output: rank-then-aggregate ranks all
/// copies of a case jointly, test-then-rank tests each drawn case once.
enum class Variant { correct, challenger_compat };
BOOST_DESCRIBE_ENUM(Variant, correct, challenger_compat)

struct RankingRule {
    RankMethod method = RankMethod::mean_then_rank;
    Ties ties = Ties::min;
    Direction direction = Direction::larger_is_better;
    Missing missing = Missing::worst;
    Adjust adjust = Adjust::holm;  // of test_then_rank, over all ordered pairs
    double alpha = 0.05;
};

/// Scores of one task; NaN is missing.
struct TaskScores {
    std::string name;
    std::vector<std::string> algorithms;
    std::vector<std::string> cases;
    std::vector<double> values;  // values[algorithm * cases.size() + case]

    double at(std::size_t algorithm, std::size_t case_index) const {
        return values[algorithm * cases.size() + case_index];
    }
};

/// One entry per algorithm. `values`: the aggregate (mean, mean rank, share of significant wins); NaN if
/// undefined.
struct RankedTask {
    std::vector<double> values;
    std::vector<double> ranks;
};

/// One task made ready for many re-rankings: everything that does not depend on the case multiplicities is
/// done once.
class Ranker {
  public:
    Ranker(const TaskScores& scores, const RankingRule& rule);
    ~Ranker();
    Ranker(Ranker&&) noexcept;
    Ranker& operator=(Ranker&&) noexcept;

    RankedTask rank() const;
    /// The data set in which case i occurs copies[i] times. Safe to call from several threads.
    RankedTask rank(std::span<const std::uint32_t> copies, Variant variant = Variant::correct) const;

    std::size_t algorithm_count() const noexcept;
    std::size_t case_count() const noexcept;

  private:
    struct Prepared;
    std::unique_ptr<const Prepared> prepared_;
};

/// One-sided paired Wilcoxon p of "row is better than column"; the diagonal is NaN.
struct PairwiseTests {
    std::size_t algorithm_count = 0;
    std::vector<double> p;         // row * algorithm_count + column
    std::vector<double> adjusted;  // over all ordered pairs

    double p_at(std::size_t better, std::size_t worse) const { return p[better * algorithm_count + worse]; }
    double adjusted_at(std::size_t better, std::size_t worse) const {
        return adjusted[better * algorithm_count + worse];
    }
};

PairwiseTests pairwise_tests(const TaskScores& scores, const RankingRule& rule);

}  // namespace medal::statistics
