// Strength from pairwise judgements: Bradley & Terry (1952) with Davidson's (1970) ties,
// P(i beats j) = s_i / D, P(tie) = v sqrt(s_i s_j) / D, D = s_i + s_j + v sqrt(s_i s_j); abilities are log s.
// Intervals come from the sandwich over clusters (items, judges), since judgements of one item are not
// independent.
#pragma once

#include "statistics/interval.h"

#include <cstdint>
#include <span>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class Outcome { first_wins, second_wins, tie };
BOOST_DESCRIBE_ENUM(Outcome, first_wins, second_wins, tie)

struct Judgement {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    Outcome outcome = Outcome::tie;
    std::uint32_t cluster = 0;
    double count = 1.0;  // so often, for tables of wins
};

struct BradleyTerryPlan {
    std::size_t player_count = 0;
    std::size_t cluster_count = 0;  // 0: no sandwich, model-based errors only
    std::uint32_t reference = 0;    // its ability is 0
    double level = 0.95;
};

struct BradleyTerryFit {
    std::vector<double> ability;      // log strength against the reference
    std::vector<double> model_se;     // inverse information
    std::vector<double> sandwich_se;  // empty without clusters
    std::vector<Interval> interval;   // from the sandwich, or the model without clusters
    double log_tie = 0.0;             // log v; -infinity without ties
    double log_likelihood = 0.0;
    double deviance = 0.0;  // against the saturated model of the table of pairs
    std::size_t iterations = 0;
};

/// Throws `invalid` where the estimate does not exist: somebody (or a group) beat all others without
/// exception, or players were never compared.
BradleyTerryFit fit_bradley_terry(std::span<const Judgement> judgements, const BradleyTerryPlan& plan);

}  // namespace medal::statistics
