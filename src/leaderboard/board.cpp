#include "leaderboard/board.h"

#include "base/error.h"
#include "statistics/clustered.h"
#include "statistics/interval.h"
#include "statistics/random.h"
#include "statistics/rank.h"

#include <algorithm>
#include <cmath>

namespace medal::leaderboard {
namespace {

using statistics::Clustering;

// Sums of scores by patient, so that a replicate costs one pass over patients.
struct PatientSums {
    std::vector<std::vector<double>> of_run;
    std::vector<double> item_count;
};

PatientSums patient_sums(const Clustering& clustering, const std::vector<RunOnBoard>& runs) {
    PatientSums sums;
    sums.item_count.assign(clustering.cluster_count, 0);
    for (const auto cluster : clustering.of_item) sums.item_count[cluster] += 1;
    for (const auto& run : runs) {
        if (run.item_scores.size() != clustering.of_item.size())
            base::fail_internal("a run misses item scores");
        std::vector<double> sum(clustering.cluster_count, 0);
        for (std::size_t i = 0; i < run.item_scores.size(); ++i)
            sum[clustering.of_item[i]] += run.item_scores[i];
        sums.of_run.push_back(std::move(sum));
    }
    return sums;
}

// Rank 1 is the largest mean; ties share the better rank.
std::vector<double> ranks_of(const PatientSums& sums, const std::vector<std::uint32_t>& copies) {
    std::vector<double> falling;
    for (const auto& run : sums.of_run) {
        double total = 0;
        double count = 0;
        for (std::size_t c = 0; c < copies.size(); ++c) {
            total += copies[c] * run[c];
            count += copies[c] * sums.item_count[c];
        }
        falling.push_back(-total / count);
    }
    return statistics::rank_values(falling, statistics::Ties::min);
}

struct RankRange {
    std::int64_t low;
    std::int64_t high;
};

std::vector<RankRange> rank_ranges(const PatientSums& sums) {
    std::vector<std::vector<double>> replicate_ranks(sums.of_run.size());
    std::vector<std::uint32_t> copies(sums.item_count.size());
    for (std::size_t b = 0; b < kBoardReplicates; ++b) {
        statistics::Stream stream{{kBoardSeed, b}};
        statistics::draw_copies(stream, copies);
        const auto ranks = ranks_of(sums, copies);
        for (std::size_t r = 0; r < ranks.size(); ++r) replicate_ranks[r].push_back(ranks[r]);
    }
    std::vector<RankRange> ranges;
    for (auto& ranks : replicate_ranks) {
        std::sort(ranks.begin(), ranks.end());
        ranges.push_back({static_cast<std::int64_t>(std::floor(statistics::quantile_sorted(ranks, 0.025))),
                          static_cast<std::int64_t>(std::ceil(statistics::quantile_sorted(ranks, 0.975)))});
    }
    return ranges;
}

BoardRow row_of(const RunOnBoard& run, double rank, RankRange range) {
    const auto own = static_cast<std::int64_t>(rank);
    return {own,
            std::min(own, range.low),
            std::max(own, range.high),
            run.run_id,
            run.model,
            run.profile,
            run.summary.accuracy,
            run.summary.ci_low,
            run.summary.ci_high,
            run.summary.n_items,
            run.summary.n_patients,
            run.summary.invalid_rate,
            run.summary.by_type};
}

}  // namespace

std::vector<BoardRow> make_board(const std::vector<std::string>& patient_keys,
                                 const std::vector<RunOnBoard>& runs) {
    if (runs.empty() || patient_keys.empty()) return {};
    const auto clustering = statistics::cluster_by(patient_keys);
    const auto sums = patient_sums(clustering, runs);
    const auto ranks = ranks_of(sums, std::vector<std::uint32_t>(clustering.cluster_count, 1));
    const auto ranges = rank_ranges(sums);
    std::vector<BoardRow> rows;
    for (std::size_t r = 0; r < runs.size(); ++r) rows.push_back(row_of(runs[r], ranks[r], ranges[r]));
    std::sort(rows.begin(), rows.end(), [](const BoardRow& a, const BoardRow& b) {
        return a.rank != b.rank ? a.rank < b.rank : a.run_id < b.run_id;
    });
    return rows;
}

}  // namespace medal::leaderboard
