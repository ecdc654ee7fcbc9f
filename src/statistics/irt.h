// Item response theory: the two-parameter logistic model P(right) = s(a (theta - b)), theta ~ N(0, 1)
// integrated out on a fixed grid, EM after Bock & Aitkin (1981). Three ways: marginal maximum likelihood; the
// same with one common a (Rasch); and maximum a posteriori with b ~ N(0, 1.5^2), log a ~ N(0, 0.5^2), for few
// models. Standard errors of a and b come from the observed information of the marginal likelihood
// (Louis 1982).
#pragma once

#include "statistics/item_statistics.h"

#include <cstddef>
#include <limits>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class IrtMethod { hierarchical_map, marginal_ml, marginal_ml_common_slope };
BOOST_DESCRIBE_ENUM(IrtMethod, hierarchical_map, marginal_ml, marginal_ml_common_slope)

constexpr std::size_t kModelsForHierarchical = 30;
constexpr std::size_t kModelsForMarginal = 200;
/// Below this an item tells good models from bad ones too little: its answer key is looked at again.
constexpr double kSuspiciousSlope = 0.2;

struct IrtPlan {
    IrtMethod method = IrtMethod::marginal_ml;
    std::size_t max_iterations = 5000;
    double tolerance = 1e-7;  // of every slope and intercept
};

struct IrtItem {
    double discrimination = 1.0;                                          // a
    double difficulty = 0.0;                                              // b; infinite where a = 0
    double discrimination_se = std::numeric_limits<double>::quiet_NaN();  // NaN: not identified
    double difficulty_se = std::numeric_limits<double>::quiet_NaN();
};

struct IrtAbility {
    double theta = 0.0;  // posterior mean (EAP)
    double se = 0.0;     // posterior standard deviation
};

struct IrtFit {
    std::vector<IrtItem> items;
    std::vector<IrtAbility> models;
    double log_likelihood = 0.0;  // marginal, without the prior's part
    std::size_t iterations = 0;
    bool converged = false;
};

/// Scores must be 0, 1 or NaN. Throws `invalid` otherwise, and for an item that is always or never right
/// under marginal_ml.
IrtFit fit_irt(const ResponseTable& table, const IrtPlan& plan = {});

/// Expected a posteriori theta for one row of scores, N(0, 1) before.
IrtAbility estimate_ability(const std::vector<double>& scores, const std::vector<IrtItem>& items);

}  // namespace medal::statistics
