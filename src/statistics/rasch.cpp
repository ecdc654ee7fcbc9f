#include "statistics/rasch.h"

#include "base/error.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

namespace medal::statistics {
namespace {

constexpr double kThetaSd = 4.0;
constexpr std::size_t kMaxIterations = 1000;
constexpr double kTolerance = 1e-8;
constexpr double kLongestStep = 1.0;

/// Expected category, its variance and the probabilities at one linear predictor.
struct Response {
    std::vector<double> probability;
    double mean = 0.0;
    double variance = 0.0;
};

Response respond(double predictor, std::span<const double> threshold) {
    Response response{std::vector<double>(threshold.size() + 1)};
    double exponent = 0.0;
    double most = 0.0;
    for (std::size_t k = 1; k < response.probability.size(); ++k) {
        exponent += predictor - threshold[k - 1];
        response.probability[k] = exponent;
        most = std::max(most, exponent);
    }
    double all = 0.0;
    for (double& p : response.probability) all += p = std::exp(p - most);
    double square = 0.0;
    for (std::size_t k = 0; k < response.probability.size(); ++k) {
        response.probability[k] /= all;
        const auto score = static_cast<double>(k);
        response.mean += score * response.probability[k];
        square += score * score * response.probability[k];
    }
    response.variance = square - response.mean * response.mean;
    return response;
}

void check(std::span<const FacetRating> ratings, const FacetShape& shape) {
    const bool inside = std::all_of(ratings.begin(), ratings.end(), [&](const FacetRating& r) {
        return r.item < shape.items && r.criterion < shape.criteria && r.rater < shape.raters &&
               r.category < shape.categories;
    });
    std::vector<bool> rated(shape.raters);
    std::vector<bool> used(shape.categories);
    if (inside) {
        for (const FacetRating& r : ratings) rated[r.rater] = used[r.category] = true;
    }
    const auto all = [](const std::vector<bool>& flags) {
        return std::find(flags.begin(), flags.end(), false) == flags.end();
    };
    if (inside && shape.categories >= 2 && !ratings.empty() && all(rated) && all(used)) return;
    throw base::Error(
        base::ErrorKind::invalid, "rasch.ratings",
        "The Rasch model needs two or more categories, each used, and every rater with a rating.",
        {.hint = "Join categories that nobody used; leave out raters without ratings."});
}

/// Score (observed - expected) and information, collected per element of one facet.
struct Slope {
    std::vector<double> score;
    std::vector<double> information;
    explicit Slope(std::size_t count) : score(count), information(count) {}
    void add(std::size_t element, double residual, double variance) {
        score[element] += residual;
        information[element] += variance;
    }
};

/// Makes `values` sum to 0 and hands the shift to the abilities, so that every predictor stays as it is.
void centre(std::vector<double>& values, std::vector<double>& abilities) {
    const double middle = mean(values);
    for (double& value : values) value -= middle;
    for (double& ability : abilities) ability -= middle;
}

double predictor(const RaschFit& fit, const FacetRating& r) {
    return fit.ability[r.item] - fit.difficulty[r.criterion] - fit.severity[r.rater];
}

/// Newton steps of one facet with the others held; sign is -1 where the element lowers the predictor.
double step(std::vector<double>& values, const Slope& slope, double sign, double prior_precision) {
    double longest = 0.0;
    const double middle = mean(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double information = slope.information[i] + prior_precision;
        if (!(information > 0.0)) continue;
        const double move = (sign * slope.score[i] - prior_precision * (values[i] - middle)) / information;
        values[i] += std::clamp(move, -kLongestStep, kLongestStep);
        longest = std::max(longest, std::abs(move));
    }
    return longest;
}

template <class ElementOf>
Slope slope_of(std::span<const FacetRating> ratings, const RaschFit& fit, std::size_t count,
               ElementOf element_of) {
    Slope slope(count);
    for (const FacetRating& r : ratings) {
        const Response response = respond(predictor(fit, r), fit.threshold);
        slope.add(element_of(r), r.category - response.mean, response.variance);
    }
    return slope;
}

/// tau_k moves with the share of ratings at or above k; these shares go together, so all tau take one Newton
/// step.
double step_thresholds(std::span<const FacetRating> ratings, RaschFit& fit) {
    const auto count = static_cast<Eigen::Index>(fit.threshold.size());
    Eigen::VectorXd score = Eigen::VectorXd::Zero(count);
    Eigen::MatrixXd information = Eigen::MatrixXd::Zero(count, count);
    Eigen::VectorXd share(count);
    for (const FacetRating& r : ratings) {
        const Response response = respond(predictor(fit, r), fit.threshold);
        double at_or_above = 0.0;
        for (Eigen::Index k = count; k-- > 0;) {
            share[k] = at_or_above += response.probability[static_cast<std::size_t>(k) + 1];
            score[k] -= (r.category > k ? 1.0 : 0.0) - share[k];
        }
        for (Eigen::Index j = 0; j < count; ++j) {
            for (Eigen::Index k = j; k < count; ++k) information(j, k) += share[k] * (1.0 - share[j]);
        }
    }
    const Eigen::VectorXd move = information.selfadjointView<Eigen::Upper>().ldlt().solve(score);
    for (Eigen::Index k = 0; k < count; ++k) {
        fit.threshold[static_cast<std::size_t>(k)] += std::clamp(move[k], -kLongestStep, kLongestStep);
    }
    centre(fit.threshold, fit.ability);
    return move.cwiseAbs().maxCoeff();
}

void summarise(std::span<const FacetRating> ratings, const FacetShape& shape, RaschFit& fit) {
    std::vector<double> information(shape.raters);
    std::vector<double> squares(shape.raters);
    std::vector<double> counts(shape.raters);
    Sum likelihood;
    for (const FacetRating& r : ratings) {
        const Response response = respond(predictor(fit, r), fit.threshold);
        const double residual = r.category - response.mean;
        likelihood.add(std::log(response.probability[r.category]));
        information[r.rater] += response.variance;
        squares[r.rater] += residual * residual / response.variance;
        counts[r.rater] += 1.0;
    }
    fit.log_likelihood = likelihood.value();
    for (std::size_t r = 0; r < shape.raters; ++r) {
        fit.severity_se.push_back(1.0 / std::sqrt(information[r]));
        fit.rater_outfit.push_back(squares[r] / counts[r]);
    }
}

}  // namespace

RaschFit fit_rasch(std::span<const FacetRating> ratings, const FacetShape& shape) {
    check(ratings, shape);
    RaschFit fit;
    fit.ability.assign(shape.items, 0.0);
    fit.difficulty.assign(shape.criteria, 0.0);
    fit.severity.assign(shape.raters, 0.0);
    fit.threshold.assign(shape.categories - 1, 0.0);
    while (!fit.converged && fit.iterations < kMaxIterations) {
        ++fit.iterations;
        double longest = step(
            fit.ability, slope_of(ratings, fit, shape.items, [](const FacetRating& r) { return r.item; }),
            1.0, 1.0 / (kThetaSd * kThetaSd));
        longest = std::max(longest, step(fit.difficulty,
                                         slope_of(ratings, fit, shape.criteria,
                                                  [](const FacetRating& r) { return r.criterion; }),
                                         -1.0, 0.0));
        centre(fit.difficulty, fit.ability);
        longest = std::max(
            longest, step(fit.severity,
                          slope_of(ratings, fit, shape.raters, [](const FacetRating& r) { return r.rater; }),
                          -1.0, 0.0));
        centre(fit.severity, fit.ability);
        longest = std::max(longest, step_thresholds(ratings, fit));
        fit.converged = longest < kTolerance;
    }
    summarise(ratings, shape, fit);
    return fit;
}

}  // namespace medal::statistics
