// Plots over the tasks: violins of Kendall's tau, the dendrogram of tasks.
#include "statistics/report/frame.h"
#include "statistics/report/plots.h"
#include "statistics/sum.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <numeric>

namespace medal::statistics::report {
namespace {

constexpr double kPi = 3.14159265358979323846;

/// Gaussian kernel density on a grid over `span`; Silverman's bandwidth, at least 0.02.
std::vector<double> density(const std::vector<double>& values, Interval span, std::size_t points) {
    const double step = (span.high - span.low) / static_cast<double>(points - 1);
    const double spread = values.size() > 1 ? std::sqrt(variance(values)) : 0.0;
    const double width = std::max(0.02, 0.9 * spread * std::pow(static_cast<double>(values.size()), -0.2));
    std::vector<double> result(points);
    for (std::size_t i = 0; i < points; ++i) {
        const double at = span.low + step * static_cast<double>(i);
        Sum total;
        for (const double value : values)
            total.add(std::exp(-0.5 * (at - value) * (at - value) / (width * width)));
        result[i] = total.value() / (width * std::sqrt(2.0 * kPi) * static_cast<double>(values.size()));
    }
    return result;
}

void draw_violin(Canvas& canvas, const Scale& y, double x, double half, const std::vector<double>& values) {
    constexpr std::size_t kPoints = 81;
    const Interval span = range_of(values);
    const std::vector<double> heights = density(values, span, kPoints);
    const double tallest = *std::max_element(heights.begin(), heights.end());
    std::vector<Point> outline;
    for (std::size_t i = 0; i < kPoints; ++i) {
        const double at = span.low + (span.high - span.low) * static_cast<double>(i) / (kPoints - 1);
        outline.push_back({x + half * heights[i] / tallest, y.at(at)});
    }
    for (std::size_t i = kPoints; i-- > 0;) outline.push_back({2 * x - outline[i].x, outline[i].y});
    canvas.polygon(outline, "violin");
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const double q1 = y.at(quantile_sorted(sorted, 0.25));
    const double q3 = y.at(quantile_sorted(sorted, 0.75));
    canvas.rect({x - 5, q3, 10, std::max(1.0, q1 - q3)}, "box");
    const double middle = quantile_sorted(sorted, 0.5);
    canvas.line({x - 9, y.at(middle)}, {x + 9, y.at(middle)}, "median");
    canvas.text({x + half + 4, y.at(middle) + 4}, Anchor::start, fmt::format("{:.2f}", middle));
}

}  // namespace

std::string kendall_violins(const RankingStudy& study) {
    std::vector<std::string> names;
    double lowest = 0.0;
    for (const TaskStudy& task : study.tasks) {
        names.push_back(task.data.scores.name);
        for (const double tau : task.stability->kendall)
            lowest = std::isnan(tau) ? lowest : std::min(lowest, tau);
    }
    const Frame frame = with_names({.height = 330}, names);
    Canvas canvas(frame.width, frame.height,
                  "Violins: Kendall's tau of bootstrap rankings against the full ranking");
    const double low = std::max(-1.0, std::floor(lowest / 0.25) * 0.25);
    const Scale y{low, 1.0, frame.floor() - 6, frame.top};
    value_axis(canvas, frame, y, ticks(low, 1.0), "Kendall's τ");
    name_axis(canvas, frame, names);
    const double half = std::min(60.0, 0.3 * frame.inner_width() / static_cast<double>(names.size()));
    for (std::size_t t = 0; t < study.tasks.size(); ++t) {
        std::vector<double> values;
        for (const double tau : study.tasks[t].stability->kendall) {
            if (!std::isnan(tau)) values.push_back(tau);
        }
        const double x = frame.band(t, names.size());
        if (values.empty()) {
            canvas.text({x, y.at(0)}, Anchor::middle, "undefined: all tied");
        } else {
            draw_violin(canvas, y, x, half, values);
        }
    }
    return std::move(canvas).finish();
}

namespace {

/// Algorithm numbers in the order of the consensus.
std::vector<std::size_t> consensus_order(const RankingStudy& study) {
    std::vector<std::size_t> order(study.consensus->ranks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return study.consensus->ranks[a] < study.consensus->ranks[b];
    });
    return order;
}

/// Share of the bootstrap samples of all tasks in which the algorithm took each rank.
std::map<double, double> shares_of_ranks(const RankingStudy& study, std::size_t algorithm) {
    std::map<double, double> shares;
    double all = 0.0;
    for (const TaskStudy& task : study.tasks) {
        for (const RankedTask& replicate : task.stability->replicates)
            shares[replicate.ranks[algorithm]] += 1.0;
        all += static_cast<double>(task.stability->replicates.size());
    }
    for (auto& [rank, share] : shares) share /= all;
    return shares;
}

/// One bar, the best rank darkest and at the bottom.
void draw_stack(Canvas& canvas, const Scale& y, Box bar, const std::map<double, double>& shares,
                std::size_t ranks) {
    double below = 0.0;
    for (const auto& [rank, share] : shares) {
        const double step = (rank - 1.0) / std::max(1.0, static_cast<double>(ranks) - 1.0);
        const Box box{bar.x, y.at(below + share), bar.width, y.at(below) - y.at(below + share)};
        canvas.rect(box, fmt::format("cell heat h{}", 10 - static_cast<int>(std::lround(9.0 * step))),
                    fmt::format("rank {:g}: {:.1f} %", rank, 100.0 * share));
        if (box.height > 16.0 && box.width > 18.0) {
            canvas.text({box.x + box.width / 2, box.y + box.height / 2 + 4}, Anchor::middle,
                        fmt::format("{:g}", rank), step < 0.5 ? "label on-dark" : "label on-light");
        }
        below += share;
    }
}

}  // namespace

std::string rank_shares(const RankingStudy& study) {
    const std::vector<std::size_t> order = consensus_order(study);
    std::vector<std::string> names;
    for (const std::size_t a : order) names.push_back(study.tasks.front().data.scores.algorithms[a]);
    const Frame frame = with_names({.height = 330}, names);
    const Scale y{0.0, 1.0, frame.floor(), frame.top};
    Canvas canvas(frame.width, frame.height, "Stacked bars: how often each rank came up over all tasks");
    value_axis(canvas, frame, y, ticks(0.0, 1.0), "share of samples");
    const double width = std::min(60.0, 0.8 * frame.inner_width() / static_cast<double>(names.size()));
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Box bar{.x = frame.band(i, names.size()) - width / 2, .width = width};
        draw_stack(canvas, y, bar, shares_of_ranks(study, order[i]), names.size());
    }
    name_axis(canvas, frame, names);
    return std::move(canvas).finish();
}

namespace {

struct Branch {
    std::vector<std::size_t> tasks;
    double height = 0.0;
    double x = 0.0;
    std::ptrdiff_t left = -1;
    std::ptrdiff_t right = -1;
};

double footrule(const std::vector<double>& a, const std::vector<double>& b) {
    double total = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) total += std::abs(a[i] - b[i]);
    return total;
}

double farthest(const RankingStudy& study, const Branch& a, const Branch& b) {
    double result = 0.0;
    for (const std::size_t i : a.tasks) {
        for (const std::size_t j : b.tasks) {
            result = std::max(result, footrule(study.tasks[i].ranked.ranks, study.tasks[j].ranked.ranks));
        }
    }
    return result;
}

/// Joins the two closest branches until one is left; equal distances go to the lower numbers.
std::vector<Branch> cluster_tasks(const RankingStudy& study) {
    std::vector<Branch> branches;
    std::vector<std::size_t> open;
    for (std::size_t t = 0; t < study.tasks.size(); ++t) {
        branches.push_back({.tasks = {t}});
        open.push_back(t);
    }
    while (open.size() > 1) {
        std::size_t best_i = 0;
        std::size_t best_j = 1;
        double best = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < open.size(); ++i) {
            for (std::size_t j = i + 1; j < open.size(); ++j) {
                const double distance = farthest(study, branches[open[i]], branches[open[j]]);
                if (distance >= best) continue;
                best = distance;
                best_i = i;
                best_j = j;
            }
        }
        Branch joined{.tasks = branches[open[best_i]].tasks, .height = best};
        joined.left = static_cast<std::ptrdiff_t>(open[best_i]);
        joined.right = static_cast<std::ptrdiff_t>(open[best_j]);
        const std::vector<std::size_t>& other = branches[open[best_j]].tasks;
        joined.tasks.insert(joined.tasks.end(), other.begin(), other.end());
        open[best_i] = branches.size();
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(best_j));
        branches.push_back(std::move(joined));
    }
    return branches;
}

}  // namespace

std::string task_dendrogram(const RankingStudy& study) {
    std::vector<Branch> branches = cluster_tasks(study);
    std::vector<std::string> names;
    for (const std::size_t t : branches.back().tasks) names.push_back(study.tasks[t].data.scores.name);
    const Frame frame = with_names({.height = 290}, names);
    for (std::size_t i = 0; i < names.size(); ++i)
        branches[branches.back().tasks[i]].x = frame.band(i, names.size());
    const Scale y{0.0, std::max(1.0, branches.back().height), frame.floor(), frame.top};
    Canvas canvas(frame.width, frame.height, "Dendrogram: tasks that rank the algorithms alike");
    value_axis(canvas, frame, y, ticks(0.0, std::max(1.0, branches.back().height)), "distance of rankings");
    name_axis(canvas, frame, names);
    for (Branch& branch : branches) {
        if (branch.left < 0) continue;
        const Branch& left = branches[static_cast<std::size_t>(branch.left)];
        const Branch& right = branches[static_cast<std::size_t>(branch.right)];
        branch.x = (left.x + right.x) / 2.0;
        const double level = y.at(branch.height);
        canvas.polyline(
            {{left.x, y.at(left.height)}, {left.x, level}, {right.x, level}, {right.x, y.at(right.height)}},
            "branch");
    }
    return std::move(canvas).finish();
}

}  // namespace medal::statistics::report
