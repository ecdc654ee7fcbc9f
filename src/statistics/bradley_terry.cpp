#include "statistics/bradley_terry.h"

#include "base/error.h"
#include "statistics/distribution.h"
#include "statistics/sum.h"

#include <cmath>
#include <limits>
#include <map>

#include <Eigen/Dense>

namespace medal::statistics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t kMaxIterations = 200;
constexpr double kTolerance = 1e-12;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Probabilities {
    double first;
    double second;
    double tie;
    double of(Outcome outcome) const {
        return outcome == Outcome::tie ? tie : outcome == Outcome::first_wins ? first : second;
    }
};

/// Unknowns: abilities of all players but the reference, then log v where ties occurred.
class Model {
  public:
    Model(std::span<const Judgement> judgements, const BradleyTerryPlan& plan)
        : judgements_(judgements), slot_(plan.player_count, -1) {
        for (std::size_t p = 0; p < plan.player_count; ++p) {
            if (p != plan.reference) slot_[p] = ability_count_++;
        }
        for (const Judgement& judgement : judgements)
            has_ties_ = has_ties_ || judgement.outcome == Outcome::tie;
    }

    Index unknowns() const { return ability_count_ + (has_ties_ ? 1 : 0); }
    Index slot(std::size_t player) const { return slot_[player]; }
    bool has_ties() const { return has_ties_; }

    Probabilities probabilities(const Judgement& judgement, const VectorXd& at) const {
        const double half = (ability(judgement.first, at) - ability(judgement.second, at)) / 2.0;
        const double first = std::exp(half);
        const double second = std::exp(-half);
        const double tie = has_ties_ ? std::exp(at[ability_count_]) : 0.0;
        const double all = first + second + tie;
        return {first / all, second / all, tie / all};
    }

    /// d log P / d unknowns of one judgement: (feature of the outcome) - (expected feature).
    VectorXd score(const Judgement& judgement, const VectorXd& at) const {
        const Probabilities p = probabilities(judgement, at);
        const double observed = judgement.outcome == Outcome::first_wins    ? 0.5
                                : judgement.outcome == Outcome::second_wins ? -0.5
                                                                            : 0.0;
        VectorXd gradient = VectorXd::Zero(unknowns());
        add(gradient, judgement, observed - 0.5 * (p.first - p.second));
        if (has_ties_) gradient[ability_count_] = (judgement.outcome == Outcome::tie ? 1.0 : 0.0) - p.tie;
        return gradient;
    }

    /// Covariance of the features: the information of one judgement.
    MatrixXd information(const Judgement& judgement, const VectorXd& at) const {
        const Probabilities p = probabilities(judgement, at);
        const double lead = 0.5 * (p.first - p.second);
        const double lead_variance = 0.25 * (p.first + p.second) - lead * lead;
        VectorXd direction = VectorXd::Zero(unknowns());
        add(direction, judgement, 1.0);
        MatrixXd result = lead_variance * direction * direction.transpose();
        if (has_ties_) {
            VectorXd tie = VectorXd::Zero(unknowns());
            tie[ability_count_] = 1.0;
            result += p.tie * (1.0 - p.tie) * tie * tie.transpose();
            result -= lead * p.tie * (direction * tie.transpose() + tie * direction.transpose());
        }
        return result;
    }

    double log_likelihood(const VectorXd& at) const {
        Sum total;
        for (const Judgement& j : judgements_)
            total.add(j.count * std::log(probabilities(j, at).of(j.outcome)));
        return total.value();
    }

  private:
    double ability(std::uint32_t player, const VectorXd& at) const {
        return slot_[player] < 0 ? 0.0 : at[slot_[player]];
    }
    void add(VectorXd& to, const Judgement& judgement, double amount) const {
        if (slot_[judgement.first] >= 0) to[slot_[judgement.first]] += amount;
        if (slot_[judgement.second] >= 0) to[slot_[judgement.second]] -= amount;
    }

    std::span<const Judgement> judgements_;
    std::vector<Index> slot_;
    Index ability_count_ = 0;
    bool has_ties_ = false;
};

void check(std::span<const Judgement> judgements, const BradleyTerryPlan& plan) {
    for (const Judgement& j : judgements) {
        const bool known = j.first < plan.player_count && j.second < plan.player_count && j.first != j.second;
        if (!known || !(j.count > 0.0) || (plan.cluster_count > 0 && j.cluster >= plan.cluster_count)) {
            throw base::Error(base::ErrorKind::invalid, "bradley_terry.judgement",
                              "A judgement must compare two different known players, at least once.");
        }
    }
    if (plan.player_count < 2 || plan.reference >= plan.player_count || judgements.empty()) {
        throw base::Error(base::ErrorKind::invalid, "bradley_terry.players",
                          "Bradley-Terry needs two players and one judgement.");
    }
}

/// Ford (1957): the estimate exists exactly if from every player a chain of wins (or ties) leads to every
/// other.
void require_strongly_connected(std::span<const Judgement> judgements, std::size_t player_count) {
    const auto reached_from_first = [&](bool forwards) {
        std::vector<bool> reached(player_count, false);
        reached[0] = true;
        for (bool grew = true; grew;) {
            grew = false;
            for (const Judgement& j : judgements) {
                const bool tie = j.outcome == Outcome::tie;
                const bool first_wins = (j.outcome == Outcome::first_wins) == forwards;
                const auto step = [&](std::uint32_t from, std::uint32_t to) {
                    if (reached[from] && !reached[to]) grew = reached[to] = true;
                };
                if (tie || first_wins) step(j.first, j.second);
                if (tie || !first_wins) step(j.second, j.first);
            }
        }
        for (const bool one : reached) {
            if (!one) return false;
        }
        return true;
    };
    if (reached_from_first(true) && reached_from_first(false)) return;
    throw base::Error(
        base::ErrorKind::invalid, "bradley_terry.separated",
        "Some players never lost to, or were never compared with, the others: their strength is infinite.",
        {.hint = "Add comparisons, or leave these players out."});
}

/// Likelihood of the table of pairs when every pair has its own three probabilities.
double saturated_log_likelihood(std::span<const Judgement> judgements) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::array<double, 3>> table;
    for (const Judgement& j : judgements) {
        const bool swap = j.first > j.second;
        const auto key = swap ? std::pair{j.second, j.first} : std::pair{j.first, j.second};
        std::size_t cell = j.outcome == Outcome::tie ? 2 : j.outcome == Outcome::first_wins ? 0 : 1;
        if (swap && cell < 2) cell = 1 - cell;
        table[key][cell] += j.count;
    }
    Sum total;
    for (const auto& [key, cells] : table) {
        const double all = cells[0] + cells[1] + cells[2];
        for (const double cell : cells) total.add(cell > 0.0 ? cell * std::log(cell / all) : 0.0);
    }
    return total.value();
}

struct Newton {
    VectorXd at;
    MatrixXd information;
    std::size_t iterations;
};

/// The log likelihood is concave (an exponential family); a step that does not raise it is halved.
Newton maximise(const Model& model, std::span<const Judgement> judgements) {
    Newton state{VectorXd::Zero(model.unknowns()), {}, 0};
    double reached = model.log_likelihood(state.at);
    for (; state.iterations < kMaxIterations; ++state.iterations) {
        VectorXd gradient = VectorXd::Zero(model.unknowns());
        state.information = MatrixXd::Zero(model.unknowns(), model.unknowns());
        for (const Judgement& j : judgements) {
            gradient += j.count * model.score(j, state.at);
            state.information += j.count * model.information(j, state.at);
        }
        VectorXd step = state.information.ldlt().solve(gradient);
        if (step.cwiseAbs().maxCoeff() < kTolerance) return state;
        double next = model.log_likelihood(state.at + step);
        for (int halvings = 0; next < reached && halvings < 40; ++halvings) {
            step /= 2.0;
            next = model.log_likelihood(state.at + step);
        }
        if (step.cwiseAbs().maxCoeff() < kTolerance) return state;
        state.at += step;
        reached = next;
    }
    throw base::Error(base::ErrorKind::invalid, "bradley_terry.no_fit", "The strengths did not converge.");
}

MatrixXd sandwich(const Model& model, std::span<const Judgement> judgements, const Newton& fit,
                  std::size_t cluster_count) {
    std::vector<VectorXd> scores(cluster_count, VectorXd::Zero(model.unknowns()));
    for (const Judgement& j : judgements) scores[j.cluster] += j.count * model.score(j, fit.at);
    MatrixXd middle = MatrixXd::Zero(model.unknowns(), model.unknowns());
    for (const VectorXd& score : scores) middle += score * score.transpose();
    const MatrixXd bread = fit.information.inverse();
    return bread * middle * bread;
}

}  // namespace

BradleyTerryFit fit_bradley_terry(std::span<const Judgement> judgements, const BradleyTerryPlan& plan) {
    check(judgements, plan);
    require_strongly_connected(judgements, plan.player_count);
    const Model model(judgements, plan);
    const Newton fit = maximise(model, judgements);
    const MatrixXd model_covariance = fit.information.inverse();
    const bool robust = plan.cluster_count > 0;
    const MatrixXd covariance =
        robust ? sandwich(model, judgements, fit, plan.cluster_count) : model_covariance;
    const double z = normal_quantile(1.0 - (1.0 - plan.level) / 2.0);
    BradleyTerryFit result;
    for (std::size_t p = 0; p < plan.player_count; ++p) {
        const Index slot = model.slot(p);
        const double ability = slot < 0 ? 0.0 : fit.at[slot];
        const double se = slot < 0 ? 0.0 : std::sqrt(covariance(slot, slot));
        result.ability.push_back(ability);
        result.model_se.push_back(slot < 0 ? 0.0 : std::sqrt(model_covariance(slot, slot)));
        if (robust) result.sandwich_se.push_back(se);
        result.interval.push_back({ability - z * se, ability + z * se});
    }
    result.log_tie = model.has_ties() ? fit.at[model.unknowns() - 1] : -kInfinity;
    result.log_likelihood = model.log_likelihood(fit.at);
    result.deviance = 2.0 * (saturated_log_likelihood(judgements) - result.log_likelihood);
    result.iterations = fit.iterations;
    return result;
}

}  // namespace medal::statistics
