#include "statistics/rank.h"

#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace medal::statistics {

std::vector<double> rank_values(std::span<const double> values, Ties ties) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
        const auto lowest = static_cast<double>(begin + 1);
        const auto highest = static_cast<double>(end);
        const double rank = ties == Ties::min   ? lowest
                            : ties == Ties::max ? highest
                                                : (lowest + highest) / 2.0;
        for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = rank;
        begin = end;
    }
    return ranks;
}

double kendall_tau_b(std::span<const double> a, std::span<const double> b) {
    long long score = 0;
    long long untied_a = 0;
    long long untied_b = 0;
    const auto sign = [](double x, double y) { return (x > y) - (x < y); };
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = i + 1; j < a.size(); ++j) {
            const int in_a = sign(a[i], a[j]);
            const int in_b = sign(b[i], b[j]);
            score += in_a * in_b;
            untied_a += in_a != 0;
            untied_b += in_b != 0;
        }
    }
    if (untied_a == 0 || untied_b == 0) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(score) /
           std::sqrt(static_cast<double>(untied_a) * static_cast<double>(untied_b));
}

double spearman_rho(std::span<const double> a, std::span<const double> b) {
    return pearson(rank_values(a, Ties::average), rank_values(b, Ties::average));
}

double pearson(std::span<const double> a, std::span<const double> b) {
    if (a.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    const double mean_a = mean(a);
    const double mean_b = mean(b);
    Sum cross;
    for (std::size_t i = 0; i < a.size(); ++i) cross.add((a[i] - mean_a) * (b[i] - mean_b));
    const double scale = std::sqrt(squared_deviations(a, mean_a) * squared_deviations(b, mean_b));
    return scale > 0.0 ? cross.value() / scale : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace medal::statistics
