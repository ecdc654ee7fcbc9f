// The agreement of a panel, all coefficients together (kappa alone misleads where the margins are skewed).
// Intervals: BCa bootstrap over units for alpha, kappa, AC and per cent; F intervals for the ICC.
#pragma once

#include "statistics/bootstrap.h"
#include "statistics/chance_agreement.h"
#include "statistics/icc.h"
#include "statistics/ratings.h"

#include <optional>
#include <vector>

namespace medal::statistics {

struct AgreementSummary {
    BootstrapResult alpha{};
    BootstrapResult fleiss_kappa{};
    BootstrapResult gwet_ac1{};
    BootstrapResult gwet_ac2{};
    AgreementWeights ac2_weights = AgreementWeights::identity;
    BootstrapResult percent{};
    std::vector<Icc> icc;  // empty on nominal scales, or without two complete units and two raters
    std::size_t complete_unit_count = 0;
};

/// AC2 takes the scale's own weights unless told otherwise.
AgreementSummary summarise_agreement(const RatingTable& table, RatingScale scale, const BootstrapPlan& plan,
                                     std::optional<AgreementWeights> ac2_weights = std::nullopt);

}  // namespace medal::statistics
