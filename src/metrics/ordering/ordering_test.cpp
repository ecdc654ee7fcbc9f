#include "metrics/ordering/ordering.h"

#include "metrics/oracle_data.h"

namespace medal::metrics {
namespace {

std::vector<double> ranks_of(const boost::json::value& order) {
    const auto items = oracle::numbers(order);
    std::vector<double> ranks(items.size());
    for (std::size_t place = 0; place < items.size(); ++place) {
        ranks[static_cast<std::size_t>(items[place])] = static_cast<double>(place) + 1;
    }
    return ranks;
}

TEST(Ordering, agrees_with_the_oracle) {
    MEDAL_NEEDS_ORACLE("ordering/orders.json");
    const auto json = oracle::load("ordering/orders.json");
    for (const auto& one : json.at("cases").as_array()) {
        const auto reference = ranks_of(one.at("ref_order"));
        const auto prediction = ranks_of(one.at("pred_order"));
        const RankPair ranks{reference, prediction};
        EXPECT_NEAR(footrule(ranks), oracle::number(one.at("footrule")), 1e-9);
        EXPECT_NEAR(weighted_tau(ranks), oracle::number(one.at("weighted_tau")), 1e-9);
        EXPECT_NEAR(ndcg(ranks), oracle::number(one.at("ndcg")), 1e-9);
        EXPECT_NEAR(rank_biased_overlap(ranks), oracle::number(one.at("rbo_ext_p09")), 1e-9);
    }
}

}  // namespace
}  // namespace medal::metrics
