// Standard errors of item parameters: against a published fit, and against the spread over simulated exams.
#include "statistics/irt_error.h"

#include "statistics/irt.h"
#include "statistics/oracle_data.h"
#include "statistics/random.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

/// Rizopoulos, Journal of Statistical Software 17(5), 2006: summary(ltm(LSAT ~ z1)), difficulty then
/// discrimination.
TEST(IrtErrors, equal_ltm_on_lsat_6) {
    MEDAL_NEEDS_ORACLE("panel/irt_lsat6.json");
    const boost::json::value data = oracle::load("panel/irt_lsat6.json");
    ResponseTable table{0, 5, {}};
    for (const auto& [pattern, count] : data.at("patterns").as_object()) {
        for (int times = 0; times < count.to_number<int>(); ++times) {
            ++table.model_count;
            for (const char answer : std::string_view(pattern)) table.scores.push_back(answer - '0');
        }
    }
    const double published[5][2] = {
        {0.8669, 0.2581}, {0.3073, 0.1867}, {0.0997, 0.2326}, {0.4341, 0.1852}, {0.8700, 0.2100}};
    const IrtFit fit = fit_irt(table);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_NEAR(fit.items[i].difficulty_se, published[i][0], 0.01 * published[i][0]);
        EXPECT_NEAR(fit.items[i].discrimination_se, published[i][1], 0.01 * published[i][1]);
    }
}

constexpr std::size_t kItems = 12;

/// Difficulties from -1.5 to 1.5, discriminations 1 and 1.6 in turn.
IrtItem true_item(std::size_t i) {
    return {i % 2 == 0 ? 1.0 : 1.6, -1.5 + 3.0 * static_cast<double>(i) / (kItems - 1)};
}

ResponseTable simulated_exam(Stream& stream, std::size_t models) {
    ResponseTable table{models, kItems, {}};
    for (std::size_t m = 0; m < models; ++m) {
        const double theta = stream.normal();
        for (std::size_t i = 0; i < kItems; ++i) {
            const IrtItem item = true_item(i);
            const double p = logistic(item.discrimination * (theta - item.difficulty));
            table.scores.push_back(stream.uniform() < p ? 1.0 : 0.0);
        }
    }
    return table;
}

TEST(IrtErrors, make_intervals_that_cover_ninety_five_per_cent_of_the_true_parameters) {
    std::size_t covered_a = 0;
    std::size_t covered_b = 0;
    std::size_t intervals = 0;
    for (std::uint64_t run = 0; run < 60; ++run) {
        Stream stream({41, run});
        const IrtFit fit = fit_irt(simulated_exam(stream, 500), {.tolerance = 1e-4});
        for (std::size_t i = 0; i < kItems; ++i) {
            const IrtItem truth = true_item(i);
            const IrtItem& found = fit.items[i];
            covered_a +=
                std::abs(found.discrimination - truth.discrimination) <= 1.96 * found.discrimination_se;
            covered_b += std::abs(found.difficulty - truth.difficulty) <= 1.96 * found.difficulty_se;
            ++intervals;
        }
    }
    const auto all = static_cast<double>(intervals);
    EXPECT_GE(static_cast<double>(covered_a) / all, 0.93);
    EXPECT_LE(static_cast<double>(covered_a) / all, 0.97);
    EXPECT_GE(static_cast<double>(covered_b) / all, 0.93);
    EXPECT_LE(static_cast<double>(covered_b) / all, 0.97);
}

TEST(IrtErrors, of_a_common_slope_are_one_for_all_and_smaller_than_of_slopes_of_their_own) {
    Stream stream({42, 0});
    const ResponseTable table = simulated_exam(stream, 400);
    const IrtFit common = fit_irt(table, {.method = IrtMethod::marginal_ml_common_slope});
    const IrtFit own = fit_irt(table);
    for (std::size_t i = 0; i < kItems; ++i) {
        EXPECT_EQ(common.items[i].discrimination_se, common.items[0].discrimination_se);
        EXPECT_LT(common.items[i].discrimination_se, own.items[i].discrimination_se);
        EXPECT_GT(common.items[i].difficulty_se, 0.0);
    }
}

TEST(IrtErrors, of_an_item_without_answers_are_its_priors) {
    Stream stream({43, 0});
    ResponseTable table = simulated_exam(stream, 40);
    for (std::size_t m = 0; m < 40; ++m) table.scores[m * kItems] = std::nan("");
    const IrtFit fit = fit_irt(table, {.method = IrtMethod::hierarchical_map});
    EXPECT_NEAR(fit.items[0].difficulty_se, kIrtDifficultySd, 1e-6);
    EXPECT_NEAR(fit.items[0].discrimination_se, kIrtLogSlopeSd, 1e-6);
    EXPECT_LT(fit.items[1].difficulty_se, kIrtDifficultySd);
}

TEST(IrtErrors, by_item_are_close_to_those_of_all_items_together) {
    Stream stream({44, 0});
    ResponseTable table{150, kMaxItemsTogether + 1, {}};
    for (std::size_t m = 0; m < table.model_count; ++m) {
        const double theta = stream.normal();
        for (std::size_t i = 0; i < table.item_count; ++i) {
            const double p = logistic(1.2 * (theta - true_item(i % kItems).difficulty));
            table.scores.push_back(stream.uniform() < p ? 1.0 : 0.0);
        }
    }
    const IrtPlan plan{.method = IrtMethod::hierarchical_map, .tolerance = 1e-3};
    const double by_item = fit_irt(table, plan).items[0].difficulty_se;
    ResponseTable fewer{table.model_count, kMaxItemsTogether, {}};
    for (std::size_t m = 0; m < table.model_count; ++m) {
        for (std::size_t i = 0; i < kMaxItemsTogether; ++i) fewer.scores.push_back(table.at(m, i));
    }
    const double together = fit_irt(fewer, plan).items[0].difficulty_se;
    EXPECT_NEAR(by_item, together, 0.15 * together);
}

}  // namespace
}  // namespace medal::statistics
