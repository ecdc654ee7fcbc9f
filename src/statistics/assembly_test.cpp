#include "statistics/assembly.h"

#include "base/error.h"
#include "statistics/random.h"

#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

AssemblyProblem small_problem() {
    AssemblyProblem problem;
    problem.size = 3;
    problem.weights = {9, 8, 7, 6, 5, 4};
    problem.quotas = {{"modality MR", {3, 4, 5}, 1, std::nullopt}};
    problem.limits = {{"patient: at most 1", {0, 0, 1, 2, 3, 4}, 1}};
    return problem;
}

TEST(Assembly, finds_the_heaviest_selection_that_keeps_quotas_and_limits) {
    const Assembly result = assemble(small_problem());
    EXPECT_EQ(result.status, AssemblyStatus::optimal);
    EXPECT_EQ(result.chosen, (std::vector<std::size_t>{0, 2, 3}));
    EXPECT_NEAR(result.weight, 22.0, 1e-9);
}

double best_by_brute_force(const AssemblyProblem& problem) {
    double best = -1.0;
    for (unsigned set = 0; set < (1U << problem.weights.size()); ++set) {
        const auto in = [&](std::size_t i) { return (set >> i & 1U) != 0U; };
        std::size_t size = 0;
        double weight = 0.0;
        for (std::size_t i = 0; i < problem.weights.size(); ++i) {
            size += in(i);
            weight += in(i) ? problem.weights[i] : 0.0;
        }
        bool fits = size == problem.size;
        for (const Quota& quota : problem.quotas) {
            std::size_t got = 0;
            for (const std::size_t i : quota.members) got += in(i);
            fits = fits && got >= quota.low && (!quota.high || got <= *quota.high);
        }
        for (const GroupLimit& limit : problem.limits) {
            std::vector<std::size_t> got(20);
            for (std::size_t i = 0; i < limit.group_of.size(); ++i)
                got[static_cast<std::size_t>(limit.group_of[i])] += in(i);
            for (const std::size_t g : got) fits = fits && g <= limit.high;
        }
        if (fits) best = std::max(best, weight);
    }
    return best;
}

TEST(Assembly, equals_brute_force_on_random_problems_feasible_or_not) {
    for (std::uint64_t seed = 0; seed < 25; ++seed) {
        Stream stream({seed, 9});
        AssemblyProblem problem;
        problem.size = 5;
        GroupLimit patients{"patient", {}, 1};
        for (int i = 0; i < 12; ++i) {
            problem.weights.push_back(std::floor(stream.uniform() * 100));
            patients.group_of.push_back(static_cast<long>(stream.below(8)));
        }
        problem.limits = {patients};
        for (int q = 0; q < 3; ++q) {
            Quota quota{"quota " + std::to_string(q), {}, 1 + stream.below(2), 3};
            for (std::size_t i = 0; i < 12; ++i) {
                if (stream.uniform() < 0.35) quota.members.push_back(i);
            }
            problem.quotas.push_back(quota);
        }
        const double best = best_by_brute_force(problem);
        const Assembly result = assemble(problem);
        EXPECT_EQ(result.status, best < 0 ? AssemblyStatus::infeasible : AssemblyStatus::optimal) << seed;
        EXPECT_NEAR(result.weight, std::max(0.0, best), 1e-6) << seed;
    }
}

TEST(Assembly, names_a_minimal_set_of_quotas_that_conflict) {
    AssemblyProblem problem = small_problem();
    problem.quotas = {{"modality CT", {0, 1, 2}, 2, std::nullopt},
                      {"modality MR", {3, 4, 5}, 2, std::nullopt},
                      {"region Asia", {0, 3}, 1, std::nullopt}};
    const Assembly result = assemble(problem);
    EXPECT_EQ(result.status, AssemblyStatus::infeasible);
    EXPECT_EQ(result.conflict, (std::vector<std::string>{"size: exactly 3", "modality MR: at least 2",
                                                         "modality CT: at least 2"}));
}

TEST(Assembly, says_so_when_there_are_too_few_candidates_and_refuses_a_crossed_quota) {
    AssemblyProblem problem = small_problem();
    problem.size = 7;
    EXPECT_EQ(assemble(problem).conflict.back(), "candidates: only 6");
    problem.quotas.front().low = 5;
    problem.quotas.front().high = 2;
    EXPECT_THROW(assemble(problem), base::Error);
}

TEST(Assembly, solves_a_release_of_a_thousand_from_five_thousand_to_the_optimum) {
    AssemblyProblem problem;
    problem.size = 1000;
    Stream stream({12, 0});
    GroupLimit patients{"patient: at most 2", {}, 2};
    GroupLimit sites{"site: at most 60", {}, 60};
    std::vector<Quota> quotas(20);
    for (std::size_t i = 0; i < 5000; ++i) {
        problem.weights.push_back(stream.uniform());
        patients.group_of.push_back(static_cast<long>(stream.below(2000)));
        sites.group_of.push_back(static_cast<long>(stream.below(40)));
        quotas[stream.below(20)].members.push_back(i);
    }
    for (std::size_t q = 0; q < 20; ++q) {
        quotas[q].name = "term " + std::to_string(q);
        quotas[q].low = 30;
        quotas[q].high = 70;
    }
    problem.quotas = quotas;
    problem.limits = {patients, sites};
    const Assembly result = assemble(problem);
    EXPECT_EQ(result.status, AssemblyStatus::optimal);
    EXPECT_EQ(result.chosen.size(), 1000U);
    EXPECT_GE(result.weight, result.greedy_weight);
}

bool possible_by_brute_force(const AssemblyProblem& problem) {
    return best_by_brute_force(problem) >= 0.0;
}

/// The fewest quotas whose minima conflict, by trying every set of them.
std::size_t fewest_conflicting(const AssemblyProblem& problem) {
    std::size_t fewest = problem.quotas.size() + 1;
    for (unsigned set = 0; set < (1U << problem.quotas.size()); ++set) {
        AssemblyProblem part = problem;
        part.quotas.clear();
        for (std::size_t q = 0; q < problem.quotas.size(); ++q) {
            if ((set >> q & 1U) != 0U) part.quotas.push_back(problem.quotas[q]);
        }
        if (!possible_by_brute_force(part)) fewest = std::min(fewest, part.quotas.size());
    }
    return fewest;
}

TEST(Assembly, names_no_more_quotas_than_the_smallest_conflict_has) {
    std::size_t conflicts = 0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Stream stream({seed, 10});
        AssemblyProblem problem;
        problem.size = 4;
        problem.weights.assign(10, 1.0);
        for (int q = 0; q < 6; ++q) {
            Quota quota{"quota " + std::to_string(q), {}, 1, std::nullopt};
            for (std::size_t i = 0; i < 10; ++i) {
                if (stream.uniform() < 0.3) quota.members.push_back(i);
            }
            quota.low = 1 + stream.below(3);
            problem.quotas.push_back(quota);
        }
        if (possible_by_brute_force(problem)) continue;
        ++conflicts;
        // The size is always named first.
        EXPECT_EQ(assemble(problem).conflict.size(), 1 + fewest_conflicting(problem)) << seed;
    }
    EXPECT_GE(conflicts, 15U);
}

TEST(Assembly, prefers_a_conflict_of_one_quota_to_a_chain_of_many) {
    AssemblyProblem problem;
    problem.size = 3;
    problem.weights.assign(8, 1.0);
    problem.quotas = {{"term A", {0, 1}, 2, std::nullopt},
                      {"term B", {2, 3}, 2, std::nullopt},
                      {"term C", {4}, 1, std::nullopt},
                      {"term D", {5}, 2, std::nullopt}};
    EXPECT_EQ(assemble(problem).conflict,
              (std::vector<std::string>{"size: exactly 3", "term D: at least 2"}));
}

}  // namespace
}  // namespace medal::statistics
