// The whole study of a challenge: every task ranked by the declared rule, by the other rules for comparison,
// tested in pairs, bootstrapped if asked, and the tasks' consensus. What a board or a report shows is in here
// and nowhere else.
#pragma once

#include "statistics/consensus.h"
#include "statistics/ranking.h"
#include "statistics/ranking_bootstrap.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace medal::statistics {

inline constexpr std::array kAllRankMethods = {RankMethod::mean_then_rank, RankMethod::median_then_rank,
                                               RankMethod::rank_then_mean, RankMethod::rank_then_median,
                                               RankMethod::test_then_rank};

/// "mean then rank", for people.
std::string_view title(RankMethod method) noexcept;

struct TaskData {
    TaskScores scores;
    Clustering clusters;             // of the cases
    std::size_t missing_values = 0;  // before any of them was replaced
};

/// draws[task][replicate][case] = copies; empty where none are given.
using CaseDraws = std::vector<std::vector<std::vector<std::uint32_t>>>;

struct StudyPlan {
    RankingRule rule{};
    ConsensusMethod consensus = ConsensusMethod::euclidean;
    Variant variant = Variant::correct;
    std::optional<BootstrapPlan> bootstrap{};
    std::optional<double> missing_replaced_by{};  // said in reports; the scores hold it already
    CaseDraws draws{};                            // replayed instead of a bootstrap where not empty
};

struct TaskStudy {
    TaskData data;
    RankedTask ranked;
    std::vector<RankedTask> by_method;  // in the order of kAllRankMethods
    PairwiseTests tests;                // Holm
    std::optional<RankStability> stability;

    /// Algorithm numbers, best first; equal ranks by name.
    std::vector<std::size_t> order() const;
};

struct RankingStudy {
    StudyPlan plan;
    std::vector<TaskStudy> tasks;
    /// Only where every task has the same algorithms in the same order.
    std::optional<Consensus> consensus;
};

RankingStudy study_rankings(std::vector<TaskData> tasks, StudyPlan plan);

}  // namespace medal::statistics
