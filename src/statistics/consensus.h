// One ranking out of the rankings of several tasks. `euclidean` minimises the squared rank distances, which
// is the mean of the tie-averaged ranks (R's relations, method "euclidean"; challengeR's default); `median`
// is its robust sister; `kemeny` minimises the number of reversed pairs (exact, at most kMaxKemeny
// algorithms).
#pragma once

#include "statistics/rank.h"

#include <span>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class ConsensusMethod { euclidean, median, kemeny };
BOOST_DESCRIBE_ENUM(ConsensusMethod, euclidean, median, kemeny)

constexpr std::size_t kMaxKemeny = 16;

struct Consensus {
    std::vector<double> values;  // mean or median rank; for kemeny the position
    std::vector<double> ranks;
};

/// `task_ranks[t][algorithm]`, any tie rule; algorithms in one order for all tasks.
Consensus consensus(std::span<const std::vector<double>> task_ranks, ConsensusMethod method,
                    Ties ties = Ties::min);

}  // namespace medal::statistics
