// Everything in oracle/ranking: values, ranks, p, tau-b, consensus and bootstrap replicates of
// challengeR 1.0.5.
#include "base/csv.h"
#include "statistics/consensus.h"
#include "statistics/oracle_data.h"
#include "statistics/ranking.h"
#include "statistics/ranking_bootstrap.h"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

constexpr double kTolerance = 1e-9;

struct Oracle {
    boost::json::value expected;
    std::map<std::string, TaskScores> tasks;
    Direction direction = Direction::larger_is_better;
};

std::size_t number_of(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
}

Oracle load_oracle(const std::string& name) {
    Oracle result;
    result.expected = oracle::load("ranking/" + name + ".json");
    if (result.expected.at("smallBetter").as_bool()) result.direction = Direction::smaller_is_better;
    const double fill = oracle::number(result.expected.at("na_treat"));
    const base::CsvTable table = base::read_csv(oracle::path_of("ranking/" + name + ".csv"));
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        TaskScores& task = result.tasks[table.text(row, 0)];
        number_of(task.algorithms, table.text(row, 1));
        number_of(task.cases, table.text(row, 2));
    }
    for (auto& [key, task] : result.tasks) {
        std::sort(task.algorithms.begin(), task.algorithms.end());
        task.name = key;
        task.values.assign(task.algorithms.size() * task.cases.size(), fill);
    }
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        TaskScores& task = result.tasks[table.text(row, 0)];
        const std::size_t a = number_of(task.algorithms, table.text(row, 1));
        const std::size_t c = number_of(task.cases, table.text(row, 2));
        task.values[a * task.cases.size() + c] = table.optional_number(row, 3).value_or(fill);
    }
    return result;
}

RankingRule rule_of(const std::string& key, Direction direction) {
    RankingRule rule{.direction = direction};
    if (key.starts_with("atr_median")) rule.method = RankMethod::median_then_rank;
    if (key.starts_with("rta_mean")) rule.method = RankMethod::rank_then_mean;
    if (key.starts_with("rta_median")) rule.method = RankMethod::rank_then_median;
    if (key.starts_with("ttr")) rule.method = RankMethod::test_then_rank;
    if (key.starts_with("ttr_none")) rule.adjust = Adjust::none;
    if (key.ends_with("_avg")) rule.ties = Ties::average;
    return rule;
}

void expect_ranking(const TaskScores& task, const RankedTask& actual, const boost::json::value& expected) {
    for (std::size_t a = 0; a < task.algorithms.size(); ++a) {
        const std::string& name = task.algorithms[a];
        EXPECT_NEAR(actual.values[a], oracle::number(expected.at("value").at(name)), kTolerance) << name;
        EXPECT_EQ(actual.ranks[a], oracle::number(expected.at("rank").at(name))) << name;
    }
}

std::vector<std::uint32_t> copies_of(const TaskScores& task, const boost::json::value& draw) {
    std::vector<std::uint32_t> copies(task.cases.size());
    std::vector<std::string> cases = task.cases;
    for (const boost::json::value& name : draw.as_array())
        ++copies[number_of(cases, std::string(name.as_string()))];
    return copies;
}

class RankingOracle : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override { MEDAL_NEEDS_ORACLE("ranking/" + std::string(GetParam()) + ".json"); }
};

TEST_P(RankingOracle, every_method_gives_the_values_and_ranks_of_challenger) {
    const Oracle data = load_oracle(GetParam());
    for (const auto& method : data.expected.at("methods").as_object()) {
        SCOPED_TRACE(std::string(method.key()));
        const RankingRule rule = rule_of(std::string(method.key()), data.direction);
        for (const auto& [name, task] : data.tasks) {
            expect_ranking(task, Ranker(task, rule).rank(), method.value().at(name));
        }
    }
}

TEST_P(RankingOracle, wilcoxon_p_equals_r) {
    const Oracle data = load_oracle(GetParam());
    for (const auto& [name, task] : data.tasks) {
        const PairwiseTests tests = pairwise_tests(task, {.direction = data.direction});
        const boost::json::value& rows = data.expected.at("wilcoxon").at(name).at("p_row_better_than_col");
        for (std::size_t i = 0; i < task.algorithms.size(); ++i) {
            const std::vector<double> row = oracle::numbers(rows.as_array().at(i));
            for (std::size_t j = 0; j < row.size(); ++j) {
                if (i == j) continue;
                EXPECT_NEAR(tests.p_at(i, j), row[j], 1e-12 + kTolerance * row[j]) << i << ',' << j;
            }
        }
    }
}

TEST_P(RankingOracle, kendall_between_methods_equals_r) {
    const Oracle data = load_oracle(GetParam());
    for (const auto& [name, task] : data.tasks) {
        const boost::json::value& expected = data.expected.at("kendall_between_methods").at(name);
        std::vector<std::vector<double>> ranks;
        for (const boost::json::value& method : expected.at("methods").as_array()) {
            ranks.push_back(
                Ranker(task, rule_of(std::string(method.as_string()), data.direction)).rank().ranks);
        }
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            const std::vector<double> row = oracle::numbers(expected.at("tau_b").as_array().at(i));
            for (std::size_t j = 0; j < row.size(); ++j) {
                const double tau = kendall_tau_b(ranks[i], ranks[j]);
                EXPECT_TRUE(std::isnan(row[j]) ? std::isnan(tau) : std::abs(tau - row[j]) < kTolerance);
            }
        }
    }
}

TEST_P(RankingOracle, euclidean_consensus_equals_r) {
    const Oracle data = load_oracle(GetParam());
    const auto* expected = data.expected.as_object().if_contains("consensus_euclidean");
    if (expected == nullptr) return;
    for (const auto& method : expected->as_object()) {
        std::vector<std::vector<double>> ranks;
        for (const auto& [name, task] : data.tasks) {
            ranks.push_back(Ranker(task, rule_of(std::string(method.key()), data.direction)).rank().ranks);
        }
        const Consensus result = consensus(ranks, ConsensusMethod::euclidean);
        const std::vector<std::string>& algorithms = data.tasks.begin()->second.algorithms;
        for (std::size_t a = 0; a < algorithms.size(); ++a) {
            EXPECT_NEAR(result.values[a], oracle::number(method.value().at(algorithms[a])), kTolerance);
        }
    }
}

void expect_replicates(const Oracle& data, Variant variant, const char* key) {
    for (const boost::json::value& replicate : data.expected.at("bootstrap").as_array()) {
        for (const auto& method : replicate.at(key).as_object()) {
            SCOPED_TRACE(std::string(method.key()));
            const RankingRule rule = rule_of(std::string(method.key()), data.direction);
            for (const auto& [name, task] : data.tasks) {
                const auto copies = copies_of(task, replicate.at("case_draws").at(name));
                expect_ranking(task, Ranker(task, rule).rank(copies, variant), method.value().at(name));
            }
        }
    }
}

TEST_P(RankingOracle, given_draws_are_ranked_with_each_copy_by_itself) {
    expect_replicates(load_oracle(GetParam()), Variant::correct, "correct");
}

TEST_P(RankingOracle, given_draws_are_ranked_as_challenger_does_when_asked) {
    expect_replicates(load_oracle(GetParam()), Variant::challenger_compat, "challengeR_compat");
}

TEST_P(RankingOracle, kendall_of_replicates_against_the_full_ranking_equals_r) {
    const Oracle data = load_oracle(GetParam());
    const boost::json::array& replicates = data.expected.at("bootstrap").as_array();
    for (const auto& method : data.expected.at("kendall_boot_vs_full").as_object()) {
        const RankingRule rule = rule_of(std::string(method.key()), data.direction);
        for (std::size_t t = 0; const auto& [name, task] : data.tasks) {
            std::vector<std::vector<std::uint32_t>> draws;
            for (const boost::json::value& replicate : replicates) {
                draws.push_back(copies_of(task, replicate.at("case_draws").at(name)));
            }
            const RankStability result = replay(Ranker(task, rule), draws);
            for (std::size_t b = 0; b < draws.size(); ++b) {
                const double expected = oracle::number(method.value().as_array().at(b).as_array().at(t));
                EXPECT_NEAR(result.kendall[b], expected, kTolerance)
                    << method.key() << " " << name << " " << b;
            }
            ++t;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, RankingOracle,
                         testing::Values("dm_ideal_random", "sim5x30x3_multi", "sim6x40_ties",
                                         "sim8x60_small_na"));

}  // namespace
}  // namespace medal::statistics
