#include "statistics/irt_curves.h"

#include <algorithm>
#include <map>

namespace medal::statistics {

AbilityGrid standard_normal_grid() {
    constexpr double kEnd = 6.0;
    AbilityGrid grid;
    double all = 0.0;
    for (std::size_t q = 0; q < kIrtNodes; ++q) {
        grid.theta[q] = -kEnd + 2.0 * kEnd * static_cast<double>(q) / (kIrtNodes - 1);
        all += grid.weight[q] = std::exp(-0.5 * grid.theta[q] * grid.theta[q]);
    }
    for (double& weight : grid.weight) weight /= all;
    return grid;
}

std::vector<AnswerPattern> patterns_of(const ResponseTable& table) {
    // NaN does not order: 2 stands for a gap in the key.
    std::map<std::vector<int>, double> counted;
    for (std::size_t m = 0; m < table.model_count; ++m) {
        std::vector<int> key;
        for (std::size_t i = 0; i < table.item_count; ++i) {
            const double score = table.at(m, i);
            key.push_back(std::isnan(score) ? 2 : static_cast<int>(score));
        }
        counted[key] += 1.0;
    }
    std::vector<AnswerPattern> patterns;
    for (const auto& [key, count] : counted) {
        AnswerPattern pattern{{}, count};
        for (const int score : key) pattern.scores.push_back(score == 2 ? std::nan("") : score);
        patterns.push_back(std::move(pattern));
    }
    return patterns;
}

CurveLogs logs_of(const std::vector<ItemCurve>& curves, const AbilityGrid& grid) {
    CurveLogs logs{std::vector<std::array<double, kIrtNodes>>(curves.size()),
                   std::vector<std::array<double, kIrtNodes>>(curves.size())};
    for (std::size_t i = 0; i < curves.size(); ++i) {
        for (std::size_t q = 0; q < kIrtNodes; ++q) {
            const double eta = curves[i].intercept + curves[i].slope * grid.theta[q];
            logs.right[i][q] = log_logistic(eta);
            logs.wrong[i][q] = log_logistic(-eta);
        }
    }
    return logs;
}

AbilityPosterior posterior_of(const AnswerPattern& pattern, const CurveLogs& logs, const AbilityGrid& grid) {
    AbilityPosterior posterior;
    auto& weight = posterior.weight;
    for (std::size_t q = 0; q < kIrtNodes; ++q) weight[q] = std::log(grid.weight[q]);
    for (std::size_t i = 0; i < pattern.scores.size(); ++i) {
        if (std::isnan(pattern.scores[i])) continue;
        const auto& of_answer = pattern.scores[i] == 1.0 ? logs.right[i] : logs.wrong[i];
        for (std::size_t q = 0; q < kIrtNodes; ++q) weight[q] += of_answer[q];
    }
    const double most = *std::max_element(weight.begin(), weight.end());
    double all = 0.0;
    for (double& value : weight) all += value = std::exp(value - most);
    for (double& value : weight) value /= all;
    posterior.log_likelihood = most + std::log(all);
    return posterior;
}

}  // namespace medal::statistics
