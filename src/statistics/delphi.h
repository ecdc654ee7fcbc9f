// Judging rated problems: the RAND/UCLA appropriateness method (Fitch et al., RAND 2001, chapter 8) and
// Delphi consensus with thresholds that are declared before the round. Ratings are whole numbers 1 .. 9.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

namespace medal::statistics {

using Rating = std::uint8_t;

enum class Appropriateness { appropriate, uncertain, inappropriate };
BOOST_DESCRIBE_ENUM(Appropriateness, appropriate, uncertain, inappropriate)

struct RandUcla {
    double median = 0.0;
    double p30 = 0.0;
    double p70 = 0.0;
    double ipr = 0.0;    // inter-percentile range
    double iprcp = 0.0;  // its central point
    double ipras = 0.0;  // adjusted for symmetry: 2.35 + 1.5 |5 - iprcp|
    bool disagreement = false;
    Appropriateness rating = Appropriateness::uncertain;
    /// The classic table, for panels of 8 to 16 only.
    std::optional<bool> classic_agreement;
    std::optional<bool> classic_disagreement;
};
BOOST_DESCRIBE_STRUCT(RandUcla, (),
                      (median, p30, p70, ipr, iprcp, ipras, disagreement, rating, classic_agreement,
                       classic_disagreement))

/// Percentiles of type 7; a median of 3.5 or 6.5 belongs to the third above. Throws for no rating or one
/// outside 1 .. 9.
RandUcla judge_appropriateness(std::span<const Rating> ratings);

struct DelphiThresholds {
    double high_share = 0.70;  // at least so many rate 7 .. 9
    double low_share = 0.15;   // fewer than so many rate 1 .. 3
    /// Stable: fewer than so many changed their third since the round before (Scheibe et al. 1975).
    double changed_share = 0.15;
};

enum class DelphiVerdict { consensus_in, consensus_out, no_consensus };
BOOST_DESCRIBE_ENUM(DelphiVerdict, consensus_in, consensus_out, no_consensus)

struct DelphiResult {
    std::uint64_t rating_count = 0;
    double high_share = 0.0;    // 7 .. 9
    double middle_share = 0.0;  // 4 .. 6
    double low_share = 0.0;     // 1 .. 3
    DelphiVerdict verdict = DelphiVerdict::no_consensus;
};
BOOST_DESCRIBE_STRUCT(DelphiResult, (), (rating_count, high_share, middle_share, low_share, verdict))

/// `consensus_out` is the mirror image: at least high_share rate 1 .. 3 and fewer than low_share rate 7 .. 9.
DelphiResult judge_consensus(std::span<const Rating> ratings, const DelphiThresholds& thresholds = {});

struct DelphiStability {
    std::uint64_t panellists = 0;  // rated in both rounds
    double changed_share = 0.0;    // moved to another third
    double median_change = 0.0;
    bool stable = false;
};
BOOST_DESCRIBE_STRUCT(DelphiStability, (), (panellists, changed_share, median_change, stable))

/// before[i] and after[i] are the same panellist's.
DelphiStability judge_stability(std::span<const Rating> before, std::span<const Rating> after,
                                const DelphiThresholds& thresholds = {});

}  // namespace medal::statistics
