// The plots of a ranking report, after challengeR (Wiesenfarth et al. 2021), each one SVG element as text.
// Algorithms keep one colour and are named beside their marks: nothing depends on colour alone.
#pragma once

#include "statistics/ranking_study.h"

#include <string>

namespace medal::statistics::report {

/// Cases drawn per algorithm in the podium and the dot plot; more are thinned evenly, and the caption says
/// so.
constexpr std::size_t kMaxDrawnCases = 250;

std::string podium_plot(const TaskStudy& task, Direction direction);
std::string dot_and_box_plot(const TaskStudy& task);
/// Needs a bootstrap.
std::string blob_plot(const TaskStudy& task);
/// How many cases gave each algorithm each rank.
std::string ranking_heatmap(const TaskStudy& task, Direction direction);
std::string method_lines(const TaskStudy& task);
std::string significance_map(const TaskStudy& task, double alpha);
/// One violin a task; needs a bootstrap.
std::string kendall_violins(const RankingStudy& study);
/// How often each algorithm took each rank, over all tasks' bootstraps; needs a bootstrap and a consensus.
std::string rank_shares(const RankingStudy& study);
/// Complete linkage of the tasks by Spearman's footrule of their rankings; needs three tasks with the same
/// algorithms.
std::string task_dendrogram(const RankingStudy& study);

}  // namespace medal::statistics::report
