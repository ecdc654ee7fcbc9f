#include "statistics/facility_location.h"

#include "base/error.h"
#include "statistics/random.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

std::vector<double> random_similarity(Stream& stream, std::size_t count) {
    std::vector<double> similarity(count * count, 1.0);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double u = stream.uniform();
            similarity[i * count + j] = similarity[j * count + i] = u * u * u;
        }
    }
    return similarity;
}

double covered_by(const std::vector<double>& similarity, std::size_t count, unsigned set) {
    double total = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        double best = 0.0;
        for (std::size_t j = 0; j < count; ++j) {
            if ((set >> j & 1U) != 0U) best = std::max(best, similarity[i * count + j]);
        }
        total += best;
    }
    return total;
}

TEST(FacilityLocation, reaches_at_least_one_minus_one_over_e_of_the_best_selection) {
    constexpr std::size_t kCount = 11;
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        Stream stream({seed, 51});
        const std::vector<double> similarity = random_similarity(stream, kCount);
        for (const int size : {2, 3, 4}) {
            double best = 0.0;
            for (unsigned set = 0; set < (1U << kCount); ++set) {
                if (std::popcount(set) == size) best = std::max(best, covered_by(similarity, kCount, set));
            }
            const Representatives found =
                choose_representatives(similarity, kCount, static_cast<std::size_t>(size));
            EXPECT_GE(found.covered, (1.0 - std::exp(-1.0)) * best);
            EXPECT_LE(found.covered, best + 1e-9);
        }
    }
}

/// Greedy as the textbook has it: every gain anew at every choice.
std::vector<std::size_t> plain_greedy(const std::vector<double>& similarity, std::size_t count,
                                      std::size_t size) {
    std::vector<double> best(count, 0.0);
    std::vector<std::size_t> chosen;
    while (chosen.size() < size) {
        double most = -1.0;
        std::size_t winner = 0;
        for (std::size_t j = 0; j < count; ++j) {
            if (std::find(chosen.begin(), chosen.end(), j) != chosen.end()) continue;
            double gain = 0.0;
            for (std::size_t i = 0; i < count; ++i)
                gain += std::max(0.0, similarity[i * count + j] - best[i]);
            if (gain <= most) continue;
            most = gain;
            winner = j;
        }
        chosen.push_back(winner);
        for (std::size_t i = 0; i < count; ++i) best[i] = std::max(best[i], similarity[i * count + winner]);
    }
    return chosen;
}

TEST(FacilityLocation, chooses_lazily_what_plain_greedy_chooses_with_fewer_evaluations) {
    Stream stream({7, 52});
    const std::vector<double> similarity = random_similarity(stream, 200);
    const Representatives found = choose_representatives(similarity, 200, 25);
    EXPECT_EQ(found.chosen, plain_greedy(similarity, 200, 25));
    EXPECT_TRUE(std::is_sorted(found.gains.rbegin(), found.gains.rend()));
    EXPECT_LT(found.evaluations, 200U * 25U / 2U);
}

TEST(FacilityLocation, takes_one_sample_of_each_cluster_of_embeddings) {
    const Embeddings embeddings{6, 2, {1, 0, 1, 0.1, 1, -0.1, 0, 1, 0.1, 1, 2, 0.05}};
    const Representatives found = choose_representatives(embeddings, 2);
    EXPECT_FALSE(found.chosen[0] == 3 || found.chosen[0] == 4);
    EXPECT_TRUE(found.chosen[1] == 3 || found.chosen[1] == 4);
}

TEST(FacilityLocation, refuses_a_zero_vector_negative_similarity_and_more_than_there_are) {
    EXPECT_THROW(choose_representatives(Embeddings{2, 2, {1, 0, 0, 0}}, 1), base::Error);
    EXPECT_THROW(choose_representatives(std::vector<double>{1, -1, -1, 1}, 2, 1), base::Error);
    EXPECT_THROW(choose_representatives(std::vector<double>{1, 0, 0, 1}, 2, 3), base::Error);
}

}  // namespace
}  // namespace medal::statistics
