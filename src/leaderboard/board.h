// The board: runs of one release and profile in order of accuracy, with clustered 95 % intervals and the
// range of ranks that a bootstrap over patients gives. Pure and reproducible: the same scores give the same
// bytes. Method: Miller, arXiv 2411.00640 (clustered errors); Wiesenfarth et al. 2021 (rank stability).
#pragma once

#include "evaluation/score.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::leaderboard {

constexpr std::uint64_t kBoardSeed = 20260101;
constexpr std::size_t kBoardReplicates = 2000;
constexpr std::string_view kMethod =
    "Accuracy: mean over items of the share of correct epochs; missing and unreadable answers are wrong. "
    "Intervals: 95 %, standard errors clustered by patient (CR2 with t under 40 patients). "
    "Ranks: by accuracy, ties share the better rank; their range is the central 95 % over 2000 bootstrap "
    "samples of patients, seed 20260101.";

struct RunOnBoard {
    std::string run_id;
    evaluation::ModelInfo model;
    std::string profile;
    evaluation::Summary summary;
    /// One score per item of the release, in the order of the items.
    std::vector<double> item_scores;
};

struct BoardRow {
    std::int64_t rank = 0;
    std::int64_t rank_low = 0;
    std::int64_t rank_high = 0;
    std::string run_id;
    evaluation::ModelInfo model;
    std::string profile;
    double accuracy = 0;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::int64_t n_items = 0;
    std::int64_t n_patients = 0;
    double invalid_rate = 0;
    std::vector<evaluation::TypeAccuracy> by_type;

    bool operator==(const BoardRow&) const = default;
};
BOOST_DESCRIBE_STRUCT(BoardRow, (),
                      (rank, rank_low, rank_high, run_id, model, profile, accuracy, ci_low, ci_high, n_items,
                       n_patients, invalid_rate, by_type))

/// Rows sorted by rank, then by run id. `patient_keys` has one entry per item; every run has as many scores.
std::vector<BoardRow> make_board(const std::vector<std::string>& patient_keys,
                                 const std::vector<RunOnBoard>& runs);

}  // namespace medal::leaderboard
