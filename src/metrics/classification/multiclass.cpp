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

}  // namespace medal::metrics
