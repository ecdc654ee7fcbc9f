#include "statistics/irt_error.h"

#include <algorithm>

#include <Eigen/Dense>

namespace medal::statistics {
namespace {

using Index = Eigen::Index;

/// The logit a (theta - b) differentiated by (a, b); under priors by (log a, b), in which the mode was
/// sought.
struct LogitSlopes {
    double by_a;
    double by_b;
    double by_aa;
    double by_ab;
};

LogitSlopes slopes_of(const IrtItem& item, double theta, bool log_a) {
    const double gap = theta - item.difficulty;
    const double a = item.discrimination;
    if (log_a) return {a * gap, -a, a * gap, -a};
    return {gap, -a, 0.0, -1.0};
}

/// Parameters 2 i and 2 i + 1 are a (or log a) and b of the i-th of `items`.
class Information {
  public:
    Information(const std::vector<IrtItem>& items, IrtMethod method)
        : items_(items),
          log_a_(method == IrtMethod::hierarchical_map),
          together_(items.size() <= kMaxItemsTogether),
          matrix_(Eigen::MatrixXd::Zero(static_cast<Index>(2 * items.size()),
                                        together_ ? static_cast<Index>(2 * items.size()) : 2)) {}

    void add(const AnswerPattern& pattern, const AbilityPosterior& posterior, const AbilityGrid& grid) {
        Eigen::MatrixXd scores(matrix_.rows(), static_cast<Index>(kIrtNodes));
        for (std::size_t i = 0; i < items_.size(); ++i) {
            for (std::size_t q = 0; q < kIrtNodes; ++q) add_node(pattern, posterior, grid, {i, q}, scores);
        }
        const Eigen::Map<const Eigen::VectorXd> weight(posterior.weight.data(),
                                                       static_cast<Index>(kIrtNodes));
        const Eigen::VectorXd centre = scores * weight;
        scores = (scores.colwise() - centre) * weight.cwiseSqrt().asDiagonal();
        if (together_) {
            matrix_.noalias() -= pattern.count * scores * scores.transpose();
            return;
        }
        for (Index i = 0; i < matrix_.rows(); i += 2) {
            const auto own = scores.middleRows(i, 2);
            matrix_.middleRows(i, 2).noalias() -= pattern.count * own * own.transpose();
        }
    }

    Eigen::Ref<Eigen::MatrixXd> block(std::size_t item) {
        const auto at = static_cast<Index>(2 * item);
        return matrix_.block(at, together_ ? at : 0, 2, 2);
    }
    const Eigen::MatrixXd& all() const { return matrix_; }
    bool together() const { return together_; }

  private:
    struct Cell {
        std::size_t item;
        std::size_t node;
    };
    void add_node(const AnswerPattern& pattern, const AbilityPosterior& posterior, const AbilityGrid& grid,
                  Cell cell, Eigen::MatrixXd& scores) {
        const auto row = static_cast<Index>(2 * cell.item);
        const auto column = static_cast<Index>(cell.node);
        const double score = pattern.scores[cell.item];
        scores(row, column) = scores(row + 1, column) = 0.0;
        if (std::isnan(score)) return;
        const IrtItem& item = items_[cell.item];
        const double theta = grid.theta[cell.node];
        const double p = logistic(item.discrimination * (theta - item.difficulty));
        const LogitSlopes by = slopes_of(item, theta, log_a_);
        const double residual = score - p;
        const double weight = pattern.count * posterior.weight[cell.node];
        const double spread = p * (1.0 - p);
        scores(row, column) = residual * by.by_a;
        scores(row + 1, column) = residual * by.by_b;
        auto own = block(cell.item);
        own(0, 0) += weight * (spread * by.by_a * by.by_a - residual * by.by_aa);
        own(1, 1) += weight * spread * by.by_b * by.by_b;
        const double mixed = weight * (spread * by.by_a * by.by_b - residual * by.by_ab);
        own(0, 1) += mixed;
        own(1, 0) += mixed;
    }

    const std::vector<IrtItem>& items_;
    bool log_a_;
    bool together_;
    Eigen::MatrixXd matrix_;
};

/// Square roots of the diagonal of the inverse; NaN where there is none.
Eigen::VectorXd errors_from(const Eigen::MatrixXd& information) {
    const Eigen::LDLT<Eigen::MatrixXd> factors(information);
    if (factors.info() != Eigen::Success || !factors.isPositive() || factors.vectorD().minCoeff() <= 0.0)
        return Eigen::VectorXd::Constant(information.rows(), std::nan(""));
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(information.rows(), information.cols());
    return factors.solve(identity).diagonal().cwiseMax(0.0).cwiseSqrt();
}

/// One slope for all items: its row is the sum of theirs.
Eigen::VectorXd common_slope_errors(const Eigen::MatrixXd& information) {
    const Index items = information.rows() / 2;
    Eigen::MatrixXd spread = Eigen::MatrixXd::Zero(2 * items, items + 1);
    for (Index i = 0; i < items; ++i) {
        spread(2 * i, 0) = 1.0;
        spread(2 * i + 1, i + 1) = 1.0;
    }
    const Eigen::VectorXd errors = errors_from(spread.transpose() * information * spread);
    return spread * errors;
}

/// The same from each item's own block alone, whose arrow shape has a closed inverse.
Eigen::VectorXd common_slope_errors_by_item(Information& information, std::size_t items) {
    double slope = 0.0;
    for (std::size_t i = 0; i < items; ++i) {
        const auto own = information.block(i);
        slope += own(0, 0) - own(0, 1) * own(0, 1) / own(1, 1);
    }
    Eigen::VectorXd errors(static_cast<Index>(2 * items));
    for (std::size_t i = 0; i < items; ++i) {
        const auto own = information.block(i);
        const double tilt = own(0, 1) / own(1, 1);
        errors(static_cast<Index>(2 * i)) = std::sqrt(1.0 / slope);
        errors(static_cast<Index>(2 * i + 1)) = std::sqrt(1.0 / own(1, 1) + tilt * tilt / slope);
    }
    return errors;
}

Eigen::VectorXd errors_of(Information& information, std::size_t items, IrtMethod method) {
    const bool common = method == IrtMethod::marginal_ml_common_slope;
    if (information.together())
        return common ? common_slope_errors(information.all()) : errors_from(information.all());
    if (common) return common_slope_errors_by_item(information, items);
    Eigen::VectorXd errors(static_cast<Index>(2 * items));
    for (std::size_t i = 0; i < items; ++i)
        errors.segment(static_cast<Index>(2 * i), 2) = errors_from(information.block(i));
    return errors;
}

}  // namespace

std::vector<ItemErrors> item_errors(const std::vector<AnswerPattern>& patterns,
                                    const std::vector<IrtItem>& items, IrtMethod method) {
    const AbilityGrid grid = standard_normal_grid();
    std::vector<ItemCurve> curves;
    for (const IrtItem& item : items)
        curves.push_back({-item.discrimination * item.difficulty, item.discrimination});
    const CurveLogs logs = logs_of(curves, grid);
    Information information(items, method);
    for (const AnswerPattern& pattern : patterns)
        information.add(pattern, posterior_of(pattern, logs, grid), grid);
    const bool priors = method == IrtMethod::hierarchical_map;
    for (std::size_t i = 0; priors && i < items.size(); ++i) {
        information.block(i)(0, 0) += 1.0 / (kIrtLogSlopeSd * kIrtLogSlopeSd);
        information.block(i)(1, 1) += 1.0 / (kIrtDifficultySd * kIrtDifficultySd);
    }
    const Eigen::VectorXd errors = errors_of(information, items.size(), method);
    std::vector<ItemErrors> result;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const double scale = priors ? items[i].discrimination : 1.0;
        const auto at = static_cast<Index>(2 * i);
        result.push_back({errors(at) * scale, errors(at + 1)});
    }
    return result;
}

}  // namespace medal::statistics
