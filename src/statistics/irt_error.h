// Standard errors of the item parameters: the inverse of the observed information of the marginal likelihood,
// by Louis (JRSS B 44, 1982): E(complete information) - Cov(complete score), both given the answers. Under
// priors the information of the priors is added (a posterior's curvature). Beyond kMaxItemsTogether items,
// every item is inverted by itself: ability is then known so well that the items hardly share error.
#pragma once

#include "statistics/irt.h"
#include "statistics/irt_curves.h"

#include <vector>

namespace medal::statistics {

constexpr std::size_t kMaxItemsTogether = 100;

struct ItemErrors {
    double discrimination = 0.0;
    double difficulty = 0.0;
};

/// NaN where the information is not positive definite.
std::vector<ItemErrors> item_errors(const std::vector<AnswerPattern>& patterns,
                                    const std::vector<IrtItem>& items, IrtMethod method);

}  // namespace medal::statistics
