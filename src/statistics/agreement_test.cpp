#include "statistics/agreement.h"

#include "base/error.h"
#include "statistics/krippendorff.h"
#include "statistics/oracle_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

constexpr double kTolerance = 1e-9;

/// rows[unit][rater].
RatingTable table_of(const boost::json::value& rows) {
    RatingTable table;
    for (const boost::json::value& row : rows.as_array()) {
        const std::vector<double> values = oracle::numbers(row);
        table.rater_count = values.size();
        table.values.insert(table.values.end(), values.begin(), values.end());
        ++table.unit_count;
    }
    return table;
}

CategoryCounts counts_of(const boost::json::value& rows) {
    CategoryCounts counts;
    for (const boost::json::value& row : rows.as_array()) counts.counts.push_back(oracle::numbers(row));
    for (std::size_t c = 0; c < counts.counts.front().size(); ++c)
        counts.categories.push_back(static_cast<double>(c));
    return counts;
}

TEST(Krippendorff, equals_the_published_alpha_on_four_scales_with_gaps) {
    MEDAL_NEEDS_ORACLE("panel/krippendorff_C.json");
    const boost::json::value data = oracle::load("panel/krippendorff_C.json");
    const RatingTable by_coder = table_of(data.at("coders_x_units"));
    RatingTable table{by_coder.rater_count, by_coder.unit_count, {}};
    for (std::size_t u = 0; u < table.unit_count; ++u) {
        for (std::size_t r = 0; r < table.rater_count; ++r) table.values.push_back(by_coder.at(r, u));
    }
    const CategoryCounts counts = count_categories(table);
    const boost::json::value& expected = data.at("irr");
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::nominal).alpha(),
                oracle::number(expected.at("nominal")), kTolerance);
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::ordinal).alpha(),
                oracle::number(expected.at("ordinal")), kTolerance);
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::interval).alpha(),
                oracle::number(expected.at("interval")), kTolerance);
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::ratio).alpha(), oracle::number(expected.at("ratio")),
                kTolerance);
}

void expect_coefficient(const AgreementCoefficient& actual, const boost::json::value& expected) {
    // The package prints value and error with five digits, p_a and p_e in full.
    EXPECT_NEAR(actual.value, oracle::number(expected.at("coeff")), 5.1e-6);
    EXPECT_NEAR(actual.se, oracle::number(expected.at("se")), 5.1e-6);
    EXPECT_NEAR(actual.observed, oracle::number(expected.at("pa")), kTolerance);
    EXPECT_NEAR(actual.by_chance, oracle::number(expected.at("pe")), kTolerance);
}

TEST(ChanceAgreement, equals_irr_cac_on_four_raters_with_gaps_and_every_weighting) {
    MEDAL_NEEDS_ORACLE("panel/gwet_raw4raters.json");
    const boost::json::value data = oracle::load("panel/gwet_raw4raters.json");
    const CategoryCounts counts = count_categories(table_of(data.at("ratings")));
    const std::vector<std::pair<const char*, AgreementWeights>> weightings = {
        {"unweighted", AgreementWeights::identity},
        {"quadratic", AgreementWeights::quadratic},
        {"ordinal", AgreementWeights::ordinal},
        {"linear", AgreementWeights::linear}};
    for (const auto& [name, weights] : weightings) {
        SCOPED_TRACE(name);
        const ChanceAgreement agreement(counts, weights);
        expect_coefficient(agreement.compute(Coefficient::gwet_ac), data.at(name).at("gwet_ac"));
        expect_coefficient(agreement.compute(Coefficient::fleiss_kappa), data.at(name).at("fleiss"));
        expect_coefficient(agreement.compute(Coefficient::percent), data.at(name).at("percent"));
    }
}

TEST(ChanceAgreement, equals_fleiss_1971) {
    MEDAL_NEEDS_ORACLE("panel/fleiss_1971_diagnoses.json");
    const boost::json::value data = oracle::load("panel/fleiss_1971_diagnoses.json");
    const CategoryCounts counts = counts_of(data.at("counts"));
    const ChanceAgreement agreement(counts, AgreementWeights::identity);
    EXPECT_NEAR(agreement.compute(Coefficient::fleiss_kappa).value,
                oracle::number(data.at("fleiss").at("kappa")), kTolerance);
    EXPECT_NEAR(agreement.compute(Coefficient::gwet_ac).value, oracle::number(data.at("gwet_ac1")),
                kTolerance);
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::nominal).alpha(),
                oracle::number(data.at("krippendorff")), kTolerance);
}

TEST(ChanceAgreement, equals_irr_cac_on_a_table_of_two_abstractors) {
    MEDAL_NEEDS_ORACLE("panel/gwet_cont3x3.json");
    const boost::json::value data = oracle::load("panel/gwet_cont3x3.json");
    const RatingTable cells = table_of(data.at("table"));
    RatingTable table{0, 2, {}};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
            for (double n = cells.at(i, j); n > 0; --n, ++table.unit_count) {
                table.values.push_back(static_cast<double>(i));
                table.values.push_back(static_cast<double>(j));
            }
        }
    }
    const CategoryCounts counts = count_categories(table);
    const ChanceAgreement agreement(counts, AgreementWeights::identity);
    const boost::json::value& expected = data.at("coefficients");
    EXPECT_NEAR(agreement.compute(Coefficient::gwet_ac).value,
                oracle::number(expected.at("gwet_ac1").at("coeff")), kTolerance);
    EXPECT_NEAR(agreement.compute(Coefficient::fleiss_kappa).value,
                oracle::number(expected.at("scott").at("coeff")), kTolerance);
    EXPECT_NEAR(agreement.compute(Coefficient::percent).value,
                oracle::number(expected.at("percent").at("coeff")), kTolerance);
    EXPECT_NEAR(KrippendorffAlpha(counts, RatingScale::nominal).alpha(),
                oracle::number(expected.at("krippendorff").at("coeff")), kTolerance);
    std::vector<std::vector<double>> square;
    for (const boost::json::value& row : data.at("table").as_array()) square.push_back(oracle::numbers(row));
    EXPECT_NEAR(weighted_kappa(square, AgreementWeights::identity),
                oracle::number(expected.at("cohen").at("coeff")), kTolerance);
}

TEST(WeightedKappa, equals_irr_on_the_vision_of_7477_women) {
    MEDAL_NEEDS_ORACLE("panel/weighted_kappa_vision.json");
    const boost::json::value data = oracle::load("panel/weighted_kappa_vision.json");
    std::vector<std::vector<double>> table;
    for (const boost::json::value& row : data.at("table").as_array()) table.push_back(oracle::numbers(row));
    EXPECT_NEAR(weighted_kappa(table, AgreementWeights::identity), oracle::number(data.at("kappa")),
                kTolerance);
    EXPECT_NEAR(weighted_kappa(table, AgreementWeights::linear), oracle::number(data.at("equal")),
                kTolerance);
    EXPECT_NEAR(weighted_kappa(table, AgreementWeights::quadratic), oracle::number(data.at("squared")),
                kTolerance);
}

TEST(Icc, equals_irr_in_all_six_forms_with_intervals_and_p) {
    MEDAL_NEEDS_ORACLE("panel/icc_shrout_fleiss.json");
    const boost::json::value data = oracle::load("panel/icc_shrout_fleiss.json");
    const std::vector<Icc> actual = all_icc(table_of(data.at("ratings")));
    for (const boost::json::value& expected : data.at("irr").as_array()) {
        const bool one_way = expected.at("model").as_string() == "oneway";
        const bool agrees = expected.at("type").as_string() == "agreement";
        const IccModel model = one_way  ? IccModel::one_way
                               : agrees ? IccModel::agreement
                                        : IccModel::consistency;
        const IccUnit unit = expected.at("unit").as_string() == "single" ? IccUnit::single : IccUnit::average;
        const auto icc = std::find_if(actual.begin(), actual.end(),
                                      [&](const Icc& one) { return one.model == model && one.unit == unit; });
        EXPECT_NEAR(icc->value, oracle::number(expected.at("icc")), kTolerance);
        EXPECT_NEAR(icc->interval.low, oracle::number(expected.at("lower")), kTolerance);
        EXPECT_NEAR(icc->interval.high, oracle::number(expected.at("upper")), kTolerance);
        EXPECT_NEAR(icc->f, oracle::number(expected.at("F")), kTolerance);
        EXPECT_NEAR(icc->p, oracle::number(expected.at("p")), kTolerance);
    }
}

RatingTable skewed() {
    RatingTable table{50, 2, {}};
    for (int u = 0; u < 50; ++u)
        table.values.insert(table.values.end(), {u == 0 ? 2.0 : 1.0, u == 1 ? 2.0 : 1.0});
    return table;
}

TEST(AgreementSummary, shows_why_kappa_alone_misleads) {
    const AgreementSummary summary = summarise_agreement(skewed(), RatingScale::nominal, {.replicates = 500});
    EXPECT_NEAR(summary.percent.value, 0.96, kTolerance);
    EXPECT_LT(summary.fleiss_kappa.value, 0.0);
    EXPECT_GT(summary.gwet_ac1.value, 0.95);
    EXPECT_TRUE(summary.icc.empty());
}

TEST(AgreementSummary, has_the_same_digits_for_any_number_of_threads) {
    const auto run = [](std::size_t threads) {
        return summarise_agreement(skewed(), RatingScale::ordinal,
                                   {.replicates = 300, .seed = 4, .threads = {threads}});
    };
    EXPECT_EQ(run(1).gwet_ac2.interval.low, run(0).gwet_ac2.interval.low);
    EXPECT_EQ(run(1).percent.interval.high, run(0).percent.interval.high);
}

TEST(AgreementSummary, is_perfect_when_everybody_agrees_and_refuses_no_ratings) {
    const RatingTable table{3, 2, {1, 1, 2, 2, 3, 3}};
    const AgreementSummary summary = summarise_agreement(table, RatingScale::interval, {.replicates = 50});
    EXPECT_EQ(summary.alpha.value, 1.0);
    EXPECT_EQ(summary.icc.at(1).value, 1.0);
    const double none = std::nan("");
    EXPECT_THROW(summarise_agreement(RatingTable{1, 2, {none, none}}, RatingScale::nominal, {}), base::Error);
}

}  // namespace
}  // namespace medal::statistics
