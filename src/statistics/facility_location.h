// Choosing samples that stand for all others: facility location, f(S) = sum_i max_{j in S} similarity(i, j).
// Monotone and submodular for similarities of 0 or more, so that the greedy choice reaches at least 1 - 1/e
// of the best of its size (Nemhauser, Wolsey & Fisher 1978). Lazy evaluation (Minoux 1978) chooses the same.
#pragma once

#include "statistics/diversity.h"

#include <cstddef>
#include <span>
#include <vector>

namespace medal::statistics {

constexpr std::size_t kMaxFacilitySamples = 20'000;

struct Representatives {
    std::vector<std::size_t> chosen;  // in the order of choice
    std::vector<double> gains;        // of each choice, never growing
    double covered = 0.0;             // f, their sum
    std::size_t evaluations = 0;      // of a gain; plain greedy makes size * count
};

/// `similarity[i * count + j]`, 0 or more. Equal gains go to the lower number.
Representatives choose_representatives(std::span<const double> similarity, std::size_t count,
                                       std::size_t size);

/// Cosine similarity, negative ones as 0. Throws for a zero vector or more than kMaxFacilitySamples.
Representatives choose_representatives(const Embeddings& embeddings, std::size_t size);

}  // namespace medal::statistics
