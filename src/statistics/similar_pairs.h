// The third tier of duplicate search: pairs of embeddings that point in nearly the same direction, without
// comparing all with all. An approximate index by random hyperplanes (Charikar, STOC 2002): two vectors at
// the angle a fall on the same side of a random hyperplane with probability p = 1 - a/pi, so k hyperplanes
// agree with p^k, and at least one of L such tables holds both with 1 - (1 - p^k)^L. What a table brings
// together is compared exactly: nothing found is wrong, and how much may be missed is chosen.
#pragma once

#include "statistics/diversity.h"
#include "statistics/parallel.h"

#include <cstdint>
#include <vector>

namespace medal::statistics {

struct SimilarSearch {
    /// Pairs at least so similar are sought; above 0, at most 1.
    double cosine = 0.95;
    /// Each such pair is found with at least this probability; more similar ones with a higher one.
    double recall = 0.999;
    std::uint64_t seed = 1;
    Threads threads{};
};

struct SimilarPair {
    std::size_t first = 0;
    std::size_t second = 0;
    double cosine = 0.0;

    bool operator==(const SimilarPair&) const = default;
};

struct HyperplaneTables {
    std::size_t hyperplanes = 0;
    std::size_t tables = 0;
};

/// The tables for so many samples: buckets of about one sample, unless that would take too many tables.
HyperplaneTables tables_for(std::size_t sample_count, const SimilarSearch& search);

/// Ordered by (first, second), first < second; equal vectors are always found. The same for any number of
/// threads. Throws base::Error{invalid} for a zero vector, which has no direction, and for a search whose
/// numbers are out of range.
std::vector<SimilarPair> similar_pairs(const Embeddings& embeddings, const SimilarSearch& search);

}  // namespace medal::statistics
