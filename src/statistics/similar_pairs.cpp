#include "statistics/similar_pairs.h"

#include "base/error.h"
#include "statistics/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <string>
#include <utility>

namespace medal::statistics {
namespace {

constexpr std::size_t kMostHyperplanes = 24;
constexpr std::size_t kMostTables = 256;

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
    throw base::Error{
        base::ErrorKind::invalid, "similar.bad_input", message, {.field = {}, .hint = hint, .detail = {}}};
}

void check(const SimilarSearch& search) {
    if (!(search.cosine > 0 && search.cosine <= 1))
        refuse("The cosine must lie above 0 and not above 1.",
               "Near duplicates are usually at 0.95 or more.");
    if (!(search.recall > 0 && search.recall < 1))
        refuse("The recall must lie between 0 and 1.", "Say 0.999 to miss at most one pair in a thousand.");
}

/// Rows of length 1.
std::vector<double> directions_of(const Embeddings& embeddings) {
    std::vector<double> unit = embeddings.values;
    for (std::size_t row = 0; row < embeddings.count; ++row) {
        const std::span one{unit.data() + row * embeddings.dimensions, embeddings.dimensions};
        const double length = std::sqrt(std::inner_product(one.begin(), one.end(), one.begin(), 0.0));
        if (!(length > 0))
            refuse("Sample " + std::to_string(row + 1) + " is all zeros and has no direction.",
                   "Take it out.");
        for (double& value : one) value /= length;
    }
    return unit;
}

double dot(const double* a, const double* b, std::size_t dimensions) {
    double sum = 0;
    for (std::size_t d = 0; d < dimensions; ++d) sum += a[d] * b[d];
    return sum;
}

using Keyed = std::pair<std::uint32_t, std::size_t>;

/// On which side of this table's hyperplanes each sample lies, sorted, so that a bucket stands together.
std::vector<Keyed> sorted_keys(const Embeddings& embeddings, const std::vector<double>& unit,
                               std::size_t hyperplanes, StreamId id) {
    Stream random{id};
    std::vector<double> normals(hyperplanes * embeddings.dimensions);
    for (double& value : normals) value = random.normal();
    std::vector<Keyed> keys(embeddings.count);
    for (std::size_t row = 0; row < embeddings.count; ++row) {
        keys[row].second = row;
        for (std::size_t h = 0; h < hyperplanes; ++h) {
            const double side = dot(unit.data() + row * embeddings.dimensions,
                                    normals.data() + h * embeddings.dimensions, embeddings.dimensions);
            keys[row].first |= (side >= 0 ? 1U : 0U) << h;
        }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

}  // namespace

HyperplaneTables tables_for(std::size_t sample_count, const SimilarSearch& search) {
    const double agree = 1 - std::acos(std::min(1.0, search.cosine)) / std::numbers::pi;
    auto hyperplanes =
        std::min(kMostHyperplanes,
                 static_cast<std::size_t>(std::ceil(std::log2(static_cast<double>(sample_count) + 1))));
    hyperplanes = std::max<std::size_t>(hyperplanes, 1);
    for (;; --hyperplanes) {
        const double together = std::pow(agree, static_cast<double>(hyperplanes));
        if (together >= 1) return {hyperplanes, 1};
        const double tables = std::ceil(std::log1p(-search.recall) / std::log1p(-together));
        if (tables <= static_cast<double>(kMostTables))
            return {hyperplanes, static_cast<std::size_t>(std::max(1.0, tables))};
        if (hyperplanes == 1) return {1, kMostTables};
    }
}

std::vector<SimilarPair> similar_pairs(const Embeddings& embeddings, const SimilarSearch& search) {
    check(search);
    const auto unit = directions_of(embeddings);
    const auto shape = tables_for(embeddings.count, search);
    std::vector<std::vector<SimilarPair>> found(shape.tables);
    parallel_ranges(shape.tables, search.threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t table = begin; table < end; ++table) {
            const auto keys = sorted_keys(embeddings, unit, shape.hyperplanes, {search.seed, table});
            for (std::size_t i = 0; i < keys.size(); ++i) {
                for (std::size_t j = i + 1; j < keys.size() && keys[j].first == keys[i].first; ++j) {
                    const double cosine =
                        std::min(1.0, dot(unit.data() + keys[i].second * embeddings.dimensions,
                                          unit.data() + keys[j].second * embeddings.dimensions,
                                          embeddings.dimensions));
                    if (cosine >= search.cosine)
                        found[table].push_back({keys[i].second, keys[j].second, cosine});
                }
            }
        }
    });
    std::vector<SimilarPair> pairs;
    for (const auto& some : found) pairs.insert(pairs.end(), some.begin(), some.end());
    std::sort(pairs.begin(), pairs.end(), [](const SimilarPair& a, const SimilarPair& b) {
        return std::pair{a.first, a.second} < std::pair{b.first, b.second};
    });
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

}  // namespace medal::statistics
