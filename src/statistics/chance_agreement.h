// Agreement beyond chance for any number of raters with gaps: per cent agreement, Fleiss' kappa (1971,
// generalised by Gwet), Gwet's AC1/AC2 (2008, 2014). Standard errors are Gwet's linearised ones (irrCAC). Two
// raters with a table: Cohen's kappa, weighted.
#pragma once

#include "statistics/ratings.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class AgreementWeights { identity, linear, quadratic, ordinal, ratio };
BOOST_DESCRIBE_ENUM(AgreementWeights, identity, linear, quadratic, ordinal, ratio)

/// What AC2 uses on each scale.
AgreementWeights weights_for(RatingScale scale) noexcept;

struct AgreementCoefficient {
    double value = 0.0;
    double se = 0.0;
    double observed = 0.0;   // p_a
    double by_chance = 0.0;  // p_e
};

enum class Coefficient { percent, fleiss_kappa, gwet_ac };

class ChanceAgreement {
  public:
    ChanceAgreement(const CategoryCounts& counts, AgreementWeights weights);

    AgreementCoefficient compute(Coefficient which) const;
    /// The value alone for unit multiplicities; NaN where undefined.
    double value(Coefficient which, std::span<const std::uint32_t> copies) const;

  private:
    struct Parts {
        double units = 0.0;        // with a rating
        double rated_twice = 0.0;  // with two or more
        std::vector<double> shares;
        double observed = 0.0;
        double by_chance = 0.0;
    };
    Parts parts(Coefficient which, std::span<const std::uint32_t> copies) const;
    double chance_of_unit(Coefficient which, std::size_t unit, std::span<const double> shares) const;

    std::vector<std::vector<double>> weights_;
    std::vector<std::vector<double>> shares_;  // of the unit's ratings, per category
    std::vector<double> ratings_;
    std::vector<double> unit_agreement_;  // 0 with fewer than two ratings
    double weight_total_ = 0.0;
};

/// Cohen's kappa of a square table (rows: first rater); NaN where chance agreement is perfect.
double weighted_kappa(const std::vector<std::vector<double>>& table, AgreementWeights weights);

}  // namespace medal::statistics
