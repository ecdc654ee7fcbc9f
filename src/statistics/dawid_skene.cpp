#include "statistics/dawid_skene.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

struct Shape {
    std::size_t items;
    std::size_t readers;
    std::size_t classes;
};

Shape shape_of(const ReaderCounts& counts) {
    const auto refuse = [] {
        throw base::Error(base::ErrorKind::invalid, "dawid_skene.shape",
                          "Dawid-Skene needs items, readers and classes, the same for every item.");
    };
    if (counts.empty() || counts.front().empty() || counts.front().front().empty()) refuse();
    const Shape shape{counts.size(), counts.front().size(), counts.front().front().size()};
    for (const auto& item : counts) {
        if (item.size() != shape.readers) refuse();
        for (const auto& reader : item) {
            if (reader.size() != shape.classes) refuse();
        }
    }
    return shape;
}

/// Shares of all votes of the item; equal shares where there are none.
std::vector<std::vector<double>> vote_shares(const ReaderCounts& counts, const Shape& shape) {
    std::vector<std::vector<double>> shares(shape.items, std::vector<double>(shape.classes));
    for (std::size_t i = 0; i < shape.items; ++i) {
        double all = 0.0;
        for (const auto& reader : counts[i]) {
            for (std::size_t c = 0; c < shape.classes; ++c) {
                shares[i][c] += reader[c];
                all += reader[c];
            }
        }
        for (double& share : shares[i])
            share = all > 0.0 ? share / all : 1.0 / static_cast<double>(shape.classes);
    }
    return shares;
}

/// Equations 2.3 and 2.4 of the paper.
void maximise(const ReaderCounts& counts, const Shape& shape, double pseudo_count, DawidSkeneFit& fit) {
    fit.class_shares.assign(shape.classes, 0.0);
    for (std::size_t j = 0; j < shape.classes; ++j) {
        Sum total;
        for (const auto& posterior : fit.posterior) total.add(posterior[j]);
        fit.class_shares[j] = total.value() / static_cast<double>(shape.items);
    }
    for (std::size_t r = 0; r < shape.readers; ++r) {
        for (std::size_t j = 0; j < shape.classes; ++j) {
            std::vector<double>& row = fit.confusion[r][j];
            double all = 0.0;
            for (std::size_t k = 0; k < shape.classes; ++k) {
                Sum total;
                for (std::size_t i = 0; i < shape.items; ++i)
                    total.add(fit.posterior[i][j] * counts[i][r][k]);
                row[k] = total.value() + pseudo_count;
                all += row[k];
            }
            for (double& share : row)
                share = all > 0.0 ? share / all : 1.0 / static_cast<double>(shape.classes);
        }
    }
}

/// Equation 2.5; returns the log likelihood under the current estimates.
double expect(const ReaderCounts& counts, const Shape& shape, DawidSkeneFit& fit) {
    Sum likelihood;
    std::vector<double> logs(shape.classes);
    for (std::size_t i = 0; i < shape.items; ++i) {
        for (std::size_t j = 0; j < shape.classes; ++j) {
            double total = std::log(fit.class_shares[j]);
            for (std::size_t r = 0; r < shape.readers; ++r) {
                for (std::size_t k = 0; k < shape.classes; ++k) {
                    if (counts[i][r][k] > 0.0) total += counts[i][r][k] * std::log(fit.confusion[r][j][k]);
                }
            }
            logs[j] = total;
        }
        const double most = *std::max_element(logs.begin(), logs.end());
        double all = 0.0;
        for (double& value : logs) all += value = std::exp(value - most);
        for (std::size_t j = 0; j < shape.classes; ++j) fit.posterior[i][j] = logs[j] / all;
        likelihood.add(most + std::log(all));
    }
    return likelihood.value();
}

}  // namespace

DawidSkeneFit fit_dawid_skene(const ReaderCounts& counts, const DawidSkenePlan& plan) {
    const Shape shape = shape_of(counts);
    DawidSkeneFit fit;
    fit.posterior = vote_shares(counts, shape);
    fit.confusion.assign(shape.readers,
                         std::vector<std::vector<double>>(shape.classes, std::vector<double>(shape.classes)));
    double before = -std::numeric_limits<double>::infinity();
    for (fit.iterations = 1; fit.iterations <= plan.max_iterations; ++fit.iterations) {
        maximise(counts, shape, plan.pseudo_count, fit);
        fit.log_likelihood = expect(counts, shape, fit);
        fit.converged =
            std::abs(fit.log_likelihood - before) <= plan.tolerance * std::abs(fit.log_likelihood);
        if (fit.converged) break;
        before = fit.log_likelihood;
    }
    return fit;
}

std::vector<int> majority(const ReaderCounts& counts) {
    const Shape shape = shape_of(counts);
    std::vector<int> result;
    for (const auto& item : counts) {
        std::vector<double> votes(shape.classes);
        for (const auto& reader : item) {
            for (std::size_t c = 0; c < shape.classes; ++c) votes[c] += reader[c];
        }
        const auto most = std::max_element(votes.begin(), votes.end());
        result.push_back(*most > 0.0 ? static_cast<int>(most - votes.begin()) : -1);
    }
    return result;
}

}  // namespace medal::statistics
