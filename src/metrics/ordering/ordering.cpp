#include "metrics/ordering/ordering.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace medal::metrics {
namespace {

int sign(double value) noexcept {
    return (value > 0 ? 1 : 0) - (value < 0 ? 1 : 0);
}

/// Items from first to last; ties are broken by the other order, then by position.
std::vector<std::size_t> order_of(std::span<const double> ranks, std::span<const double> tie_break) {
    std::vector<std::size_t> order(ranks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
        return ranks[a] != ranks[b] ? ranks[a] < ranks[b] : tie_break[a] < tie_break[b];
    });
    return order;
}

double tau_weighted_by(RankPair ranks, std::span<const double> weights) {
    Sum joint;
    Sum reference;
    Sum prediction;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double weight = weights[i] + weights[j];
            const int r = sign(ranks.reference[i] - ranks.reference[j]);
            const int p = sign(ranks.prediction[i] - ranks.prediction[j]);
            joint.add(weight * r * p);
            reference.add(weight * r * r);
            prediction.add(weight * p * p);
        }
    }
    const double whole = std::sqrt(reference.value()) * std::sqrt(prediction.value());
    return whole == 0 ? kUndefined : joint.value() / whole;
}

std::vector<double> hyperbolic_weights(std::span<const std::size_t> order) {
    std::vector<double> weights(order.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        weights[order[place]] = 1 / (static_cast<double>(place) + 1);
    }
    return weights;
}

}  // namespace

double footrule(RankPair ranks) noexcept {
    Sum total;
    for (std::size_t i = 0; i < ranks.reference.size(); ++i) {
        total.add(std::abs(ranks.reference[i] - ranks.prediction[i]));
    }
    return total.value();
}

double weighted_tau(RankPair ranks) {
    const auto by_reference = hyperbolic_weights(order_of(ranks.reference, ranks.prediction));
    const auto by_prediction = hyperbolic_weights(order_of(ranks.prediction, ranks.reference));
    return (tau_weighted_by(ranks, by_reference) + tau_weighted_by(ranks, by_prediction)) / 2;
}

double ndcg(RankPair ranks) {
    const auto n = static_cast<double>(ranks.reference.size());
    const std::vector<std::size_t> predicted = order_of(ranks.prediction, ranks.reference);
    const std::vector<std::size_t> ideal = order_of(ranks.reference, ranks.reference);
    Sum gained;
    Sum best;
    for (std::size_t place = 0; place < predicted.size(); ++place) {
        const double discount = std::log2(static_cast<double>(place) + 2);
        gained.add((n - ranks.reference[predicted[place]]) / discount);
        best.add((n - ranks.reference[ideal[place]]) / discount);
    }
    return best.value() == 0 ? kUndefined : gained.value() / best.value();
}

double rank_biased_overlap(RankPair ranks, double persistence) {
    const std::size_t n = ranks.reference.size();
    if (n == 0) return kUndefined;
    const std::vector<std::size_t> reference = order_of(ranks.reference, ranks.prediction);
    const std::vector<std::size_t> prediction = order_of(ranks.prediction, ranks.reference);
    std::vector<int> seen(n);
    std::size_t shared = 0;
    double power = 1;
    Sum total;
    for (std::size_t depth = 0; depth < n; ++depth) {
        for (const std::size_t item : {reference[depth], prediction[depth]}) {
            if (++seen[item] == 2) ++shared;
        }
        power *= persistence;
        total.add(static_cast<double>(shared) / static_cast<double>(depth + 1) * power);
    }
    const double agreement_at_end = static_cast<double>(shared) / static_cast<double>(n);
    return agreement_at_end * power + (1 - persistence) / persistence * total.value();
}

}  // namespace medal::metrics
