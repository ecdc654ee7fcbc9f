#include "statistics/diversity.h"

#include "base/error.h"
#include "statistics/assembly.h"
#include "statistics/random.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

TEST(Vendi, counts_orthogonal_samples_and_ignores_copies) {
    const Embeddings three{3, 3, {1, 0, 0, 0, 2, 0, 0, 0, 5}};
    EXPECT_NEAR(kernel_diversity(three).vendi, 3.0, 1e-12);
    EXPECT_NEAR(kernel_diversity(three).rke, 3.0, 1e-12);
    const Embeddings copies{4, 2, {1, 0, 1, 0, 0, 1, 0, 1}};
    EXPECT_NEAR(kernel_diversity(copies).vendi, 2.0, 1e-12);
    const Embeddings one{5, 2, {1, 1, 2, 2, 3, 3, 4, 4, 5, 5}};
    EXPECT_NEAR(kernel_diversity(one).vendi, 1.0, 1e-9);
}

TEST(Vendi, is_the_same_from_samples_and_from_dimensions) {
    Embeddings embeddings{40, 7, {}};
    Stream stream({3, 0});
    for (int i = 0; i < 280; ++i) embeddings.values.push_back(stream.normal());
    std::vector<double> kernel(1600);
    for (std::size_t i = 0; i < 40; ++i) {
        for (std::size_t j = 0; j < 40; ++j) {
            double dot = 0, a = 0, b = 0;
            for (std::size_t d = 0; d < 7; ++d) {
                const double x = embeddings.values[i * 7 + d];
                const double y = embeddings.values[j * 7 + d];
                dot += x * y;
                a += x * x;
                b += y * y;
            }
            kernel[i * 40 + j] = dot / std::sqrt(a * b);
        }
    }
    EXPECT_NEAR(kernel_diversity(embeddings).vendi, kernel_diversity_of(kernel, 40).vendi, 1e-9);
    EXPECT_NEAR(kernel_diversity(embeddings).rke, kernel_diversity_of(kernel, 40).rke, 1e-9);
    const double rke = kernel_diversity(embeddings).rke;
    EXPECT_LE(rke, kernel_diversity(embeddings).vendi);
}

TEST(Vendi, refuses_a_zero_vector) {
    EXPECT_THROW(kernel_diversity({2, 2, {1, 0, 0, 0}}), base::Error);
}

TEST(EffectiveNumbers, fall_when_one_site_dominates) {
    const EffectiveNumbers even = effective_numbers(std::vector<double>{10, 10, 10, 10});
    EXPECT_NEAR(even.shannon, 4.0, 1e-12);
    EXPECT_NEAR(even.simpson, 4.0, 1e-12);
    const EffectiveNumbers skewed = effective_numbers(std::vector<double>{97, 1, 1, 1, 0});
    EXPECT_EQ(skewed.kinds, 4.0);
    EXPECT_LT(skewed.simpson, 1.1);
    EXPECT_EQ(effective_numbers({}).kinds, 0.0);
}

TEST(CoverageMatrix, counts_pairs_of_terms_and_shows_what_is_missing) {
    const std::vector<TermsOfSample> modality = {{"CT"}, {"CT", "PET"}, {"MR"}};
    const std::vector<TermsOfSample> region = {{"Europe"}, {"Asia"}, {"Europe"}};
    const CoverageMatrix matrix = coverage(modality, region, {"CT", "MR", "US"}, {"Europe", "Africa"});
    EXPECT_EQ(matrix.rows, (std::vector<std::string>{"CT", "MR", "US", "PET"}));
    EXPECT_EQ(matrix.columns, (std::vector<std::string>{"Europe", "Africa", "Asia"}));
    EXPECT_EQ(matrix.counts[0], (std::vector<std::size_t>{1, 0, 1}));
    EXPECT_EQ(matrix.empty_cells, 8U);
}

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

}  // namespace
}  // namespace medal::statistics
