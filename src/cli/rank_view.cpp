#include "cli/rank_view.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace medal::cli {
namespace {

using statistics::RankingStudy;
using statistics::TaskStudy;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

SignificanceView significance_of(const TaskStudy& task, double alpha) {
    const std::size_t count = task.data.scores.algorithms.size();
    SignificanceView view{
        "wilcoxon_signed_rank_one_sided", "holm", alpha, task.data.scores.algorithms, {}, {}, {}};
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<double> p;
        std::vector<double> adjusted;
        std::vector<bool> significant;
        for (std::size_t j = 0; j < count; ++j) {
            p.push_back(task.tests.p_at(i, j));
            adjusted.push_back(task.tests.adjusted_at(i, j));
            significant.push_back(adjusted.back() <= alpha);
        }
        view.p.push_back(std::move(p));
        view.p_adjusted.push_back(std::move(adjusted));
        view.significant.push_back(std::move(significant));
    }
    return view;
}

TaskRankingView task_view(const TaskStudy& task, double alpha) {
    TaskRankingView view;
    for (const std::size_t a : task.order()) {
        const statistics::Interval ranks =
            task.stability ? task.stability->rank_intervals[a] : statistics::Interval{kNaN, kNaN};
        view.algorithms.push_back({task.data.scores.algorithms[a], task.ranked.values[a],
                                   task.ranked.ranks[a], ranks.low, ranks.high});
    }
    view.case_count = task.data.scores.cases.size();
    view.cluster_count = task.data.clusters.cluster_count;
    view.missing_values = task.data.missing_values;
    if (task.stability) {
        view.kendall = KendallView{task.stability->kendall_median, task.stability->kendall_interval.low,
                                   task.stability->kendall_interval.high, task.stability->kendall};
    }
    view.significance = significance_of(task, alpha);
    return view;
}

ConsensusView consensus_view(const RankingStudy& study) {
    const std::vector<std::string>& names = study.tasks.front().data.scores.algorithms;
    ConsensusView view{study.plan.consensus, {}};
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return study.consensus->ranks[a] < study.consensus->ranks[b];
    });
    for (const std::size_t a : order) {
        view.algorithms.push_back({names[a], study.consensus->values[a], study.consensus->ranks[a]});
    }
    return view;
}

std::vector<std::map<std::string, ReplicateView>> replicates_of(const RankingStudy& study) {
    std::vector<std::map<std::string, ReplicateView>> result(
        study.tasks.front().stability->replicates.size());
    for (const TaskStudy& task : study.tasks) {
        const statistics::TaskScores& scores = task.data.scores;
        for (std::size_t b = 0; b < result.size(); ++b) {
            ReplicateView& view = result[b][scores.name];
            for (std::size_t a = 0; a < scores.algorithms.size(); ++a) {
                view.value[scores.algorithms[a]] = task.stability->replicates[b].values[a];
                view.rank[scores.algorithms[a]] = task.stability->replicates[b].ranks[a];
            }
        }
    }
    return result;
}

}  // namespace

RankView view_of(const RankingStudy& study) {
    RankView view;
    view.method = study.plan.rule.method;
    view.ties = study.plan.rule.ties;
    view.direction = study.plan.rule.direction;
    view.missing = study.plan.rule.missing;
    view.missing_replaced_by = study.plan.missing_replaced_by;
    const TaskStudy& first = study.tasks.front();
    if (first.stability) {
        const bool drawn = study.plan.draws.empty() && study.plan.bootstrap;
        view.bootstrap = BootstrapView{first.stability->replicates.size(),
                                       drawn ? std::optional(study.plan.bootstrap->seed) : std::nullopt,
                                       study.plan.variant};
    }
    for (const TaskStudy& task : study.tasks) {
        view.tasks[task.data.scores.name] = task_view(task, study.plan.rule.alpha);
    }
    if (study.consensus) view.consensus = consensus_view(study);
    if (!study.plan.draws.empty()) view.replicates = replicates_of(study);
    return view;
}

}  // namespace medal::cli
