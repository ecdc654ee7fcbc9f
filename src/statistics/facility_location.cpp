#include "statistics/facility_location.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <queue>

namespace medal::statistics {
namespace {

using Similarity = std::function<double(std::size_t i, std::size_t j)>;

[[noreturn]] void refuse(std::string what, std::string hint) {
    throw base::Error(base::ErrorKind::invalid, "facility_location.samples", std::move(what),
                      {.hint = std::move(hint)});
}

struct Candidate {
    double gain;
    std::size_t sample;
    std::size_t known_at;  // number of choices when the gain was computed

    bool operator<(const Candidate& other) const {
        return gain != other.gain ? gain < other.gain : sample > other.sample;
    }
};

Representatives lazy_greedy(const Similarity& similarity, std::size_t count, std::size_t size) {
    if (size == 0 || size > count)
        refuse(fmt::format("{} of {} samples cannot be chosen.", size, count), "Choose 1 to all of them.");
    std::vector<double> best(count, 0.0);
    Representatives result;
    const auto gain_of = [&](std::size_t sample) {
        ++result.evaluations;
        Sum gain;
        for (std::size_t i = 0; i < count; ++i) gain.add(std::max(0.0, similarity(i, sample) - best[i]));
        return gain.value();
    };
    std::priority_queue<Candidate> heap;
    for (std::size_t j = 0; j < count; ++j) heap.push({gain_of(j), j, 0});
    Sum covered;
    while (result.chosen.size() < size) {
        const Candidate top = heap.top();
        heap.pop();
        if (top.known_at < result.chosen.size()) {
            // Gains only fall: a stale one is an upper bound, refreshed when it comes first.
            heap.push({gain_of(top.sample), top.sample, result.chosen.size()});
            continue;
        }
        result.chosen.push_back(top.sample);
        result.gains.push_back(top.gain);
        covered.add(top.gain);
        for (std::size_t i = 0; i < count; ++i) best[i] = std::max(best[i], similarity(i, top.sample));
    }
    result.covered = covered.value();
    return result;
}

}  // namespace

Representatives choose_representatives(std::span<const double> similarity, std::size_t count,
                                       std::size_t size) {
    if (similarity.size() != count * count) base::fail_internal("a similarity matrix must be square");
    if (!std::all_of(similarity.begin(), similarity.end(), [](double s) { return s >= 0.0; }))
        refuse("A similarity is negative or not a number.", "Give similarities of 0 or more.");
    return lazy_greedy([&](std::size_t i, std::size_t j) { return similarity[i * count + j]; }, count, size);
}

Representatives choose_representatives(const Embeddings& embeddings, std::size_t size) {
    const std::size_t dimensions = embeddings.dimensions;
    if (embeddings.count > kMaxFacilitySamples)
        refuse(fmt::format("More than {} samples.", kMaxFacilitySamples), "Choose from a part of them.");
    std::vector<double> unit = embeddings.values;
    for (std::size_t i = 0; i < embeddings.count; ++i) {
        Sum squares;
        for (std::size_t d = 0; d < dimensions; ++d)
            squares.add(unit[i * dimensions + d] * unit[i * dimensions + d]);
        const double length = std::sqrt(squares.value());
        if (!(length > 0.0) || !std::isfinite(length))
            refuse(fmt::format("Sample {} is a zero vector or not finite.", i + 1), "Leave it out.");
        for (std::size_t d = 0; d < dimensions; ++d) unit[i * dimensions + d] /= length;
    }
    const auto cosine = [&](std::size_t i, std::size_t j) {
        double dot = 0.0;
        for (std::size_t d = 0; d < dimensions; ++d)
            dot += unit[i * dimensions + d] * unit[j * dimensions + d];
        return std::max(0.0, dot);
    };
    return lazy_greedy(cosine, embeddings.count, size);
}

}  // namespace medal::statistics
