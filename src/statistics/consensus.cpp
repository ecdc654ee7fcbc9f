#include "statistics/consensus.h"

#include "base/error.h"
#include "statistics/interval.h"
#include "statistics/sum.h"

#include <bit>
#include <cstdint>
#include <limits>
#include <string>

namespace medal::statistics {
namespace {

/// cost[i][j]: how many tasks put j strictly before i, the price of placing i before j.
std::vector<std::vector<std::uint32_t>> reversal_costs(std::span<const std::vector<double>> task_ranks) {
    const std::size_t count = task_ranks.front().size();
    std::vector<std::vector<std::uint32_t>> cost(count, std::vector<std::uint32_t>(count));
    for (const std::vector<double>& ranks : task_ranks) {
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) cost[i][j] += ranks[j] < ranks[i];
        }
    }
    return cost;
}

/// Held & Karp over sets of algorithms already placed; ties between optima go to the lower index, last place
/// first.
std::vector<double> kemeny_positions(std::span<const std::vector<double>> task_ranks) {
    const std::size_t count = task_ranks.front().size();
    if (count > kMaxKemeny) {
        throw base::Error(
            base::ErrorKind::too_large, "ranking.kemeny",
            "The Kemeny consensus is exact for at most " + std::to_string(kMaxKemeny) + " algorithms.",
            {.hint = "Use the euclidean or the median consensus."});
    }
    const auto cost = reversal_costs(task_ranks);
    const std::uint32_t full = (1U << count) - 1U;
    std::vector<std::uint32_t> best(full + 1U, std::numeric_limits<std::uint32_t>::max());
    std::vector<std::uint8_t> last(full + 1U);
    best[0] = 0;
    for (std::uint32_t placed = 1; placed <= full; ++placed) {
        for (std::size_t i = 0; i < count; ++i) {
            if ((placed >> i & 1U) == 0U) continue;
            const std::uint32_t before = placed & ~(1U << i);
            std::uint32_t price = best[before];
            for (std::size_t j = 0; j < count; ++j) price += (before >> j & 1U) != 0U ? cost[j][i] : 0U;
            if (price >= best[placed]) continue;
            best[placed] = price;
            last[placed] = static_cast<std::uint8_t>(i);
        }
    }
    std::vector<double> positions(count);
    for (std::uint32_t placed = full; placed != 0U; placed &= ~(1U << last[placed])) {
        positions[last[placed]] = std::popcount(placed);
    }
    return positions;
}

}  // namespace

Consensus consensus(std::span<const std::vector<double>> task_ranks, ConsensusMethod method, Ties ties) {
    if (task_ranks.empty() || task_ranks.front().empty()) {
        throw base::Error(base::ErrorKind::invalid, "ranking.empty",
                          "A consensus needs at least one ranking.");
    }
    const std::size_t count = task_ranks.front().size();
    std::vector<std::vector<double>> averaged;
    for (const std::vector<double>& ranks : task_ranks) {
        if (ranks.size() != count) {
            throw base::Error(base::ErrorKind::invalid, "ranking.tasks",
                              "Every task must rank the same algorithms for a consensus.");
        }
        averaged.push_back(rank_values(ranks, Ties::average));
    }
    Consensus result;
    if (method == ConsensusMethod::kemeny) {
        result.values = kemeny_positions(averaged);
    } else {
        std::vector<double> of_algorithm(averaged.size());
        for (std::size_t a = 0; a < count; ++a) {
            for (std::size_t t = 0; t < averaged.size(); ++t) of_algorithm[t] = averaged[t][a];
            result.values.push_back(method == ConsensusMethod::median ? median(of_algorithm)
                                                                      : mean(of_algorithm));
        }
    }
    result.ranks = rank_values(result.values, ties);
    return result;
}

}  // namespace medal::statistics
