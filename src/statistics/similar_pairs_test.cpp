#include "statistics/similar_pairs.h"

#include "base/error.h"
#include "statistics/random.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

/// Random directions; every second sample is the one before it, moved by `noise`.
Embeddings with_twins(std::size_t count, std::size_t dimensions, double noise, std::uint64_t seed) {
    Embeddings embeddings{count, dimensions, {}};
    Stream random{{seed, 0}};
    for (std::size_t row = 0; row < count; ++row) {
        for (std::size_t d = 0; d < dimensions; ++d) {
            const double fresh = random.normal();
            embeddings.values.push_back(
                row % 2 == 0 ? fresh : embeddings.values[(row - 1) * dimensions + d] + noise * fresh);
        }
    }
    return embeddings;
}

double cosine_of(const Embeddings& e, std::size_t a, std::size_t b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t d = 0; d < e.dimensions; ++d) {
        const double x = e.values[a * e.dimensions + d];
        const double y = e.values[b * e.dimensions + d];
        ab += x * y;
        aa += x * x;
        bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

std::vector<std::pair<std::size_t, std::size_t>> by_force(const Embeddings& e, double least) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t a = 0; a < e.count; ++a) {
        for (std::size_t b = a + 1; b < e.count; ++b)
            if (cosine_of(e, a, b) >= least) pairs.emplace_back(a, b);
    }
    return pairs;
}

TEST(SimilarPairs, holds_no_wrong_pair_and_misses_no_more_than_was_asked_for) {
    std::size_t sought = 0;
    std::size_t found = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const auto embeddings = with_twins(400, 24, 0.3, seed);
        const SimilarSearch search{.cosine = 0.95, .recall = 0.99, .seed = seed};
        const auto pairs = similar_pairs(embeddings, search);
        const auto truth = by_force(embeddings, 0.95);
        sought += truth.size();
        found += pairs.size();
        for (const auto& pair : pairs) {
            EXPECT_TRUE(std::binary_search(truth.begin(), truth.end(), std::pair{pair.first, pair.second}));
            EXPECT_NEAR(pair.cosine, cosine_of(embeddings, pair.first, pair.second), 1e-12);
        }
    }
    EXPECT_GT(sought, 500U) << "the trial says something";
    EXPECT_GE(static_cast<double>(found), 0.99 * static_cast<double>(sought));
}

TEST(SimilarPairs, always_finds_equal_vectors_whatever_their_length) {
    auto embeddings = with_twins(300, 8, 0, 3);
    for (std::size_t d = 0; d < 8; ++d) embeddings.values[8 + d] *= 1000;
    const auto pairs = similar_pairs(embeddings, {.cosine = 1 - 1e-9, .recall = 0.5});
    EXPECT_EQ(pairs.size(), 150U);
}

TEST(SimilarPairs, are_the_same_for_any_number_of_threads) {
    const auto embeddings = with_twins(500, 16, 0.2, 5);
    const auto alone = similar_pairs(embeddings, {.threads = {1}});
    EXPECT_FALSE(alone.empty());
    for (const std::size_t threads : {2U, 3U})
        EXPECT_EQ(similar_pairs(embeddings, {.threads = {threads}}), alone);
}

TEST(SimilarPairs, tables_keep_the_promise_of_recall) {
    for (const double cosine : {0.8, 0.9, 0.95, 0.99}) {
        for (const std::size_t count : {10U, 1000U, 1000000U}) {
            const auto shape = tables_for(count, {.cosine = cosine, .recall = 0.999});
            const double agree = 1 - std::acos(cosine) / M_PI;
            const double together = std::pow(agree, static_cast<double>(shape.hyperplanes));
            EXPECT_GE(1 - std::pow(1 - together, static_cast<double>(shape.tables)), 0.999 - 1e-12);
            EXPECT_LE(shape.tables, 256U);
        }
    }
}

TEST(SimilarPairs, refuse_what_has_no_direction_and_numbers_out_of_range) {
    const Embeddings zero{2, 2, {1, 0, 0, 0}};
    EXPECT_THROW(similar_pairs(zero, {}), base::Error);
    const Embeddings good{2, 2, {1, 0, 0, 1}};
    EXPECT_TRUE(similar_pairs(good, {}).empty());
    EXPECT_THROW(similar_pairs(good, {.cosine = 0}), base::Error);
    EXPECT_THROW(similar_pairs(good, {.cosine = 1.1}), base::Error);
    EXPECT_THROW(similar_pairs(good, {.recall = 1}), base::Error);
    EXPECT_TRUE(similar_pairs({0, 3, {}}, {}).empty());
}

}  // namespace
}  // namespace medal::statistics
