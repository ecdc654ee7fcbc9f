#include "statistics/irt.h"

#include "base/error.h"
#include "statistics/irt_curves.h"
#include "statistics/irt_error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace medal::statistics {
namespace {

constexpr int kNewtonSteps = 25;

void check(const ResponseTable& table, IrtMethod method) {
    for (std::size_t i = 0; i < table.item_count; ++i) {
        bool right = false;
        bool wrong = false;
        for (std::size_t m = 0; m < table.model_count; ++m) {
            const double score = table.at(m, i);
            right = right || score == 1.0;
            wrong = wrong || score == 0.0;
            if (std::isnan(score) || score == 0.0 || score == 1.0) continue;
            throw base::Error(base::ErrorKind::invalid, "irt.scores",
                              "Item response theory needs scores 0 or 1.");
        }
        if (method == IrtMethod::hierarchical_map || (right && wrong)) continue;
        throw base::Error(base::ErrorKind::invalid, "irt.constant",
                          "Item number " + std::to_string(i + 1) + " is always right or always wrong.",
                          {.hint = "Leave it out, or use the hierarchical method."});
    }
    if (table.item_count < 2 || table.model_count < 2) {
        throw base::Error(base::ErrorKind::invalid, "irt.size",
                          "Item response theory needs two items and two models.");
    }
}

/// Expected number of models at each node that answered the item, and that had it right.
struct ItemCounts {
    std::array<double, kIrtNodes> answered{};
    std::array<double, kIrtNodes> right{};
};

/// E step. Returns the marginal log likelihood.
double expect(const std::vector<AnswerPattern>& patterns, const std::vector<ItemCurve>& curves,
              const AbilityGrid& grid, std::vector<ItemCounts>& counts) {
    const CurveLogs logs = logs_of(curves, grid);
    counts.assign(curves.size(), ItemCounts{});
    Sum likelihood;
    for (const AnswerPattern& pattern : patterns) {
        AbilityPosterior posterior = posterior_of(pattern, logs, grid);
        likelihood.add(pattern.count * posterior.log_likelihood);
        for (double& value : posterior.weight) value *= pattern.count;
        for (std::size_t i = 0; i < curves.size(); ++i) {
            if (std::isnan(pattern.scores[i])) continue;
            for (std::size_t q = 0; q < kIrtNodes; ++q) counts[i].answered[q] += posterior.weight[q];
            if (pattern.scores[i] != 1.0) continue;
            for (std::size_t q = 0; q < kIrtNodes; ++q) counts[i].right[q] += posterior.weight[q];
        }
    }
    return likelihood.value();
}

/// Score and information of the complete data for (intercept, slope).
struct Slope2 {
    double s0 = 0, s1 = 0, h00 = 0, h01 = 0, h11 = 0;
};

Slope2 derivatives(const ItemCounts& counts, const ItemCurve& curve, const AbilityGrid& grid) {
    Slope2 d;
    for (std::size_t q = 0; q < kIrtNodes; ++q) {
        const double p = logistic(curve.intercept + curve.slope * grid.theta[q]);
        const double residual = counts.right[q] - counts.answered[q] * p;
        const double weight = counts.answered[q] * p * (1.0 - p);
        d.s0 += residual;
        d.s1 += residual * grid.theta[q];
        d.h00 += weight;
        d.h01 += weight * grid.theta[q];
        d.h11 += weight * grid.theta[q] * grid.theta[q];
    }
    return d;
}

/// M step of marginal maximum likelihood: a weighted logistic regression per item.
ItemCurve maximise(const ItemCounts& counts, ItemCurve curve, const AbilityGrid& grid) {
    for (int step = 0; step < kNewtonSteps; ++step) {
        const Slope2 d = derivatives(counts, curve, grid);
        const double determinant = d.h00 * d.h11 - d.h01 * d.h01;
        const double move0 = std::clamp((d.h11 * d.s0 - d.h01 * d.s1) / determinant, -2.0, 2.0);
        const double move1 = std::clamp((d.h00 * d.s1 - d.h01 * d.s0) / determinant, -2.0, 2.0);
        curve.intercept += move0;
        curve.slope += move1;
        if (std::abs(move0) + std::abs(move1) < 1e-11) break;
    }
    return curve;
}

/// M step with one slope for all: intercepts one by one, then the slope from all items together.
void maximise_common(const std::vector<ItemCounts>& counts, std::vector<ItemCurve>& curves,
                     const AbilityGrid& grid) {
    for (int step = 0; step < kNewtonSteps; ++step) {
        double score = 0.0;
        double information = 0.0;
        double largest = 0.0;
        for (std::size_t i = 0; i < curves.size(); ++i) {
            const Slope2 d = derivatives(counts[i], curves[i], grid);
            const double move = d.s0 / d.h00;
            curves[i].intercept += std::clamp(move, -2.0, 2.0);
            score += d.s1;
            information += d.h11 - d.h01 * d.h01 / d.h00;
            largest = std::max(largest, std::abs(move));
        }
        const double move = std::clamp(score / information, -1.0, 1.0);
        for (ItemCurve& curve : curves) curve.slope += move;
        if (largest + std::abs(move) < 1e-11) break;
    }
}

/// M step with priors, in (log a, b): d eta / d log a = a (theta - b), d eta / d b = -a.
ItemCurve maximise_posterior(const ItemCounts& counts, ItemCurve curve, const AbilityGrid& grid) {
    double log_a = std::log(curve.slope);
    double b = -curve.intercept / curve.slope;
    for (int step = 0; step < kNewtonSteps; ++step) {
        const double a = std::exp(log_a);
        const Slope2 d = derivatives(counts, {-a * b, a}, grid);
        const double g_a = a * (d.s1 - b * d.s0) - log_a / (kIrtLogSlopeSd * kIrtLogSlopeSd);
        const double g_b = -a * d.s0 - b / (kIrtDifficultySd * kIrtDifficultySd);
        const double h_aa =
            a * a * (d.h11 - 2.0 * b * d.h01 + b * b * d.h00) + 1.0 / (kIrtLogSlopeSd * kIrtLogSlopeSd);
        const double h_ab = -a * a * (d.h01 - b * d.h00);
        const double h_bb = a * a * d.h00 + 1.0 / (kIrtDifficultySd * kIrtDifficultySd);
        const double determinant = h_aa * h_bb - h_ab * h_ab;
        const double move_a = std::clamp((h_bb * g_a - h_ab * g_b) / determinant, -0.5, 0.5);
        const double move_b = std::clamp((h_aa * g_b - h_ab * g_a) / determinant, -1.0, 1.0);
        log_a += move_a;
        b += move_b;
        if (std::abs(move_a) + std::abs(move_b) < 1e-11) break;
    }
    return {-std::exp(log_a) * b, std::exp(log_a)};
}

double largest_change(const std::vector<ItemCurve>& a, const std::vector<ItemCurve>& b) {
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        largest =
            std::max({largest, std::abs(a[i].intercept - b[i].intercept), std::abs(a[i].slope - b[i].slope)});
    }
    return largest;
}

std::vector<ItemCurve> maximise_all(const std::vector<ItemCounts>& counts, std::vector<ItemCurve> curves,
                                    const AbilityGrid& grid, IrtMethod method) {
    if (method == IrtMethod::marginal_ml_common_slope) {
        maximise_common(counts, curves, grid);
        return curves;
    }
    for (std::size_t i = 0; i < curves.size(); ++i) {
        curves[i] = method == IrtMethod::marginal_ml ? maximise(counts[i], curves[i], grid)
                                                     : maximise_posterior(counts[i], curves[i], grid);
    }
    return curves;
}

}  // namespace

IrtAbility estimate_ability(const std::vector<double>& scores, const std::vector<IrtItem>& items) {
    const AbilityGrid grid = standard_normal_grid();
    std::array<double, kIrtNodes> posterior{};
    for (std::size_t q = 0; q < kIrtNodes; ++q) {
        Sum total;
        total.add(std::log(grid.weight[q]));
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (std::isnan(scores[i])) continue;
            const double eta = items[i].discrimination * (grid.theta[q] - items[i].difficulty);
            total.add(log_logistic(scores[i] == 1.0 ? eta : -eta));
        }
        posterior[q] = total.value();
    }
    const double most = *std::max_element(posterior.begin(), posterior.end());
    Sum all;
    Sum first;
    Sum second;
    for (std::size_t q = 0; q < kIrtNodes; ++q) {
        const double weight = std::exp(posterior[q] - most);
        all.add(weight);
        first.add(weight * grid.theta[q]);
        second.add(weight * grid.theta[q] * grid.theta[q]);
    }
    const double theta = first.value() / all.value();
    return {theta, std::sqrt(std::max(0.0, second.value() / all.value() - theta * theta))};
}

IrtFit fit_irt(const ResponseTable& table, const IrtPlan& plan) {
    check(table, plan.method);
    const AbilityGrid grid = standard_normal_grid();
    const std::vector<AnswerPattern> patterns = patterns_of(table);
    std::vector<ItemCurve> curves(table.item_count);
    std::vector<ItemCounts> counts;
    IrtFit fit;
    while (!fit.converged && fit.iterations < plan.max_iterations) {
        ++fit.iterations;
        expect(patterns, curves, grid, counts);
        std::vector<ItemCurve> next = maximise_all(counts, curves, grid, plan.method);
        fit.converged = largest_change(next, curves) < plan.tolerance;
        curves = std::move(next);
    }
    fit.log_likelihood = expect(patterns, curves, grid, counts);
    for (const ItemCurve& curve : curves) fit.items.push_back({curve.slope, -curve.intercept / curve.slope});
    const std::vector<ItemErrors> errors = item_errors(patterns, fit.items, plan.method);
    for (std::size_t i = 0; i < errors.size(); ++i) {
        fit.items[i].discrimination_se = errors[i].discrimination;
        fit.items[i].difficulty_se = errors[i].difficulty;
    }
    for (std::size_t m = 0; m < table.model_count; ++m) {
        const auto row = table.scores.begin() + static_cast<std::ptrdiff_t>(m * table.item_count);
        const std::vector<double> scores(row, row + static_cast<std::ptrdiff_t>(table.item_count));
        fit.models.push_back(estimate_ability(scores, fit.items));
    }
    return fit;
}

}  // namespace medal::statistics
