#include "statistics/ranking_study.h"

#include "base/error.h"

#include <algorithm>
#include <numeric>

namespace medal::statistics {
namespace {

std::optional<RankStability> stability_of(const TaskStudy& task, const Ranker& ranker, const StudyPlan& plan,
                                          std::size_t task_index) {
    if (!plan.draws.empty()) return replay(ranker, plan.draws[task_index], plan.variant);
    if (!plan.bootstrap) return std::nullopt;
    return bootstrap_ranking(ranker, task.data.clusters, *plan.bootstrap,
                             static_cast<std::uint32_t>(task_index), plan.variant);
}

TaskStudy study_task(TaskData data, const StudyPlan& plan, std::size_t task_index) {
    TaskStudy task;
    task.data = std::move(data);
    const Ranker ranker(task.data.scores, plan.rule);
    task.ranked = ranker.rank();
    for (const RankMethod method : kAllRankMethods) {
        RankingRule rule = plan.rule;
        rule.method = method;
        task.by_method.push_back(Ranker(task.data.scores, rule).rank());
    }
    RankingRule holm = plan.rule;
    holm.adjust = Adjust::holm;
    task.tests = pairwise_tests(task.data.scores, holm);
    task.stability = stability_of(task, ranker, plan, task_index);
    return task;
}

}  // namespace

std::string_view title(RankMethod method) noexcept {
    switch (method) {
        case RankMethod::mean_then_rank:
            return "mean then rank";
        case RankMethod::median_then_rank:
            return "median then rank";
        case RankMethod::rank_then_mean:
            return "rank then mean";
        case RankMethod::rank_then_median:
            return "rank then median";
        case RankMethod::test_then_rank:
            return "test then rank";
    }
    return "";
}

std::vector<std::size_t> TaskStudy::order() const {
    std::vector<std::size_t> result(ranked.ranks.size());
    std::iota(result.begin(), result.end(), std::size_t{0});
    std::sort(result.begin(), result.end(), [&](std::size_t a, std::size_t b) {
        if (ranked.ranks[a] != ranked.ranks[b]) return ranked.ranks[a] < ranked.ranks[b];
        return data.scores.algorithms[a] < data.scores.algorithms[b];
    });
    return result;
}

RankingStudy study_rankings(std::vector<TaskData> tasks, StudyPlan plan) {
    if (tasks.empty()) {
        throw base::Error(base::ErrorKind::invalid, "ranking.empty", "There is no task to rank.");
    }
    if (!plan.draws.empty() && plan.draws.size() != tasks.size()) {
        throw base::Error(base::ErrorKind::invalid, "ranking.draws", "The draws must name every task.");
    }
    RankingStudy study;
    study.plan = std::move(plan);
    bool same_algorithms = true;
    std::vector<std::vector<double>> ranks;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
        study.tasks.push_back(study_task(std::move(tasks[t]), study.plan, t));
        ranks.push_back(study.tasks.back().ranked.ranks);
        same_algorithms = same_algorithms && study.tasks.back().data.scores.algorithms ==
                                                 study.tasks.front().data.scores.algorithms;
    }
    if (same_algorithms) study.consensus = consensus(ranks, study.plan.consensus, study.plan.rule.ties);
    return study;
}

}  // namespace medal::statistics
