#include "metrics/classification/multiclass.h"

#include "metrics/value.h"

#include <cmath>

namespace medal::metrics {
namespace {

struct Margins {
    std::vector<double> truth;
    std::vector<double> said;
    double all = 0;
    double correct = 0;

    explicit Margins(const Confusion& m) : truth(m.size()), said(m.size()) {
        for (std::size_t row = 0; row < m.size(); ++row) {
            for (std::size_t column = 0; column < m.size(); ++column) {
                const auto count = static_cast<double>(m[row][column]);
                truth[row] += count;
                said[column] += count;
                all += count;
                if (row == column) correct += count;
            }
        }
    }
};

double ratio(double part, double whole) {
    return whole == 0 ? kUndefined : part / whole;
}

double weight(std::size_t a, std::size_t b, KappaWeights weights) {
    const double apart = std::abs(static_cast<double>(a) - static_cast<double>(b));
    if (weights == KappaWeights::none) return apart == 0 ? 0 : 1;
    return weights == KappaWeights::linear ? apart : apart * apart;
}

}  // namespace

double accuracy(const Confusion& m) {
    const Margins margins(m);
    return ratio(margins.correct, margins.all);
}

double balanced_accuracy(const Confusion& m) {
    const Margins margins(m);
    double total = 0;
    double classes = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
        if (margins.truth[k] == 0) continue;
        total += static_cast<double>(m[k][k]) / margins.truth[k];
        classes += 1;
    }
    return ratio(total, classes);
}

double matthews(const Confusion& m) {
    const Margins margins(m);
    double joint = 0;
    double truth = 0;
    double said = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
        joint += margins.truth[k] * margins.said[k];
        truth += margins.truth[k] * margins.truth[k];
        said += margins.said[k] * margins.said[k];
    }
    const double squared = margins.all * margins.all;
    return ratio(margins.correct * margins.all - joint,
                 std::sqrt(squared - truth) * std::sqrt(squared - said));
}

double cohen_kappa(const Confusion& m, KappaWeights weights) {
    const Margins margins(m);
    double observed = 0;
    double expected = 0;
    for (std::size_t row = 0; row < m.size(); ++row) {
        for (std::size_t column = 0; column < m.size(); ++column) {
            const double w = weight(row, column, weights);
            observed += w * static_cast<double>(m[row][column]);
            expected += w * margins.truth[row] * margins.said[column];
        }
    }
    return expected == 0 ? kUndefined : 1 - observed * margins.all / expected;
}

double macro_f1(const Confusion& m) {
    const Margins margins(m);
    double total = 0;
    for (std::size_t k = 0; k < m.size(); ++k) {
        const double whole = margins.truth[k] + margins.said[k];
        total += whole == 0 ? 0 : 2 * static_cast<double>(m[k][k]) / whole;
    }
    return ratio(total, static_cast<double>(m.size()));
}

Costs distance_costs(std::size_t class_count) {
    Costs costs(class_count, std::vector<double>(class_count));
    const double span = class_count > 1 ? static_cast<double>(class_count - 1) : 1.0;
    for (std::size_t t = 0; t < class_count; ++t) {
        for (std::size_t p = 0; p < class_count; ++p)
            costs[t][p] = static_cast<double>(t > p ? t - p : p - t) / span;
    }
    return costs;
}

double expected_cost(const Confusion& m, const Costs& costs) {
    double total = 0;
    std::vector<double> always(m.size());
    for (std::size_t t = 0; t < m.size(); ++t) {
        std::uint64_t in_class = 0;
        for (std::size_t p = 0; p < m.size(); ++p) {
            total += static_cast<double>(m[t][p]) * costs[t][p];
            in_class += m[t][p];
        }
        for (std::size_t p = 0; p < m.size(); ++p) always[p] += static_cast<double>(in_class) * costs[t][p];
    }
    double cheapest = always.empty() ? 0 : always.front();
    for (const double cost : always) cheapest = cost < cheapest ? cost : cheapest;
    return cheapest > 0 ? total / cheapest : kUndefined;
}

Counts one_against_rest(const Confusion& m, std::size_t which) {
    Counts c;
    for (std::size_t t = 0; t < m.size(); ++t) {
        for (std::size_t p = 0; p < m.size(); ++p) {
            std::uint64_t& cell = t == which ? (p == which ? c.tp : c.fn) : (p == which ? c.fp : c.tn);
            cell += m[t][p];
        }
    }
    return c;
}

}  // namespace medal::metrics
