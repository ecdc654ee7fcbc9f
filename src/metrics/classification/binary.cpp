#include "metrics/classification/binary.h"

#include "metrics/sum.h"
#include "metrics/value.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace medal::metrics {
namespace {

/// The 97.5 % point of the normal distribution.
constexpr double kNormal975 = 1.959963984540054;

/// Ranks 1..n, tied values sharing the mean of their ranks.
std::vector<double> midranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const double rank = (static_cast<double>(begin + end) + 1) / 2;
        for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
        begin = end;
    }
    return ranks;
}

double mean(std::span<const double> values) {
    Sum total;
    for (const double value : values) total.add(value);
    return total.value() / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
    const double centre = mean(values);
    Sum total;
    for (const double value : values) total.add((value - centre) * (value - centre));
    return total.value() / static_cast<double>(values.size() - 1);
}

/// The share of the other class that each element beats: DeLong's structural components.
std::vector<double> components(std::span<const double> ranks_in_all, std::span<const double> own_values,
                               std::size_t other_count) {
    const std::vector<double> ranks_in_own = midranks(own_values);
    std::vector<double> shares(own_values.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i] = (ranks_in_all[i] - ranks_in_own[i]) / static_cast<double>(other_count);
    }
    return shares;
}

}  // namespace

Auroc auroc(ScoredTruth data) {
    const std::vector<double> ranks = midranks(data.p);
    std::vector<double> yes;
    std::vector<double> no;
    std::vector<double> yes_ranks;
    std::vector<double> no_ranks;
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        (data.y[i] != 0 ? yes : no).push_back(data.p[i]);
        (data.y[i] != 0 ? yes_ranks : no_ranks).push_back(ranks[i]);
    }
    if (yes.empty() || no.empty()) return {kUndefined, kUndefined, kUndefined, kUndefined};
    const std::vector<double> beats = components(yes_ranks, yes, no.size());
    const std::vector<double> loses = components(no_ranks, no, yes.size());
    Auroc result;
    result.value = mean(beats);
    if (yes.size() < 2 || no.size() < 2) return {result.value, kUndefined, kUndefined, kUndefined};
    result.se = std::sqrt(variance(beats) / static_cast<double>(yes.size()) +
                          variance(loses) / static_cast<double>(no.size()));
    result.low = std::max(0.0, result.value - kNormal975 * result.se);
    result.high = std::min(1.0, result.value + kNormal975 * result.se);
    return result;
}

double average_precision(ScoredTruth data) {
    std::vector<std::size_t> order(data.p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return data.p[a] > data.p[b]; });
    double positives = 0;
    for (const double y : data.y) positives += y;
    if (positives == 0) return kUndefined;
    Sum area;
    double found = 0;
    for (std::size_t begin = 0; begin < order.size();) {
        const double before = found;
        std::size_t end = begin;
        while (end < order.size() && data.p[order[end]] == data.p[order[begin]])
            found += data.y[order[end++]];
        area.add((found - before) / positives * (found / static_cast<double>(end)));
        begin = end;
    }
    return area.value();
}

Counts counts_at(ScoredTruth data, double threshold) noexcept {
    Counts c;
    for (std::size_t i = 0; i < data.y.size(); ++i) {
        const bool said_yes = data.p[i] >= threshold;
        if (data.y[i] != 0) {
            ++(said_yes ? c.tp : c.fn);
        } else {
            ++(said_yes ? c.fp : c.tn);
        }
    }
    return c;
}

double positive_likelihood_ratio(const Counts& c) noexcept {
    const double false_alarm = 1 - specificity(c);
    return false_alarm == 0 ? kUndefined : sensitivity(c) / false_alarm;
}

double negative_likelihood_ratio(const Counts& c) noexcept {
    return (1 - sensitivity(c)) / specificity(c);
}

double net_benefit(const Counts& c, double threshold) noexcept {
    const double n = static_cast<double>(c.all());
    if (n == 0 || threshold >= 1) return kUndefined;
    return static_cast<double>(c.tp) / n - static_cast<double>(c.fp) / n * threshold / (1 - threshold);
}

}  // namespace medal::metrics
