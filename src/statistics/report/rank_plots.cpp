// Plots of ranks: blobs of the bootstrap, lines over the methods, the significance map.
#include "statistics/report/frame.h"
#include "statistics/report/plots.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace medal::statistics::report {

std::string blob_plot(const TaskStudy& task) {
    const std::vector<std::size_t> order = task.order();
    const RankStability& stability = *task.stability;
    const std::vector<std::string> names = ordered_names(task);
    const Frame frame =
        with_names({.height = 120 + std::max(240.0, 20.0 * static_cast<double>(names.size()))}, names);
    const auto count = static_cast<double>(order.size());
    const Scale y{1.0, std::max(2.0, count), frame.top + 24, frame.floor() - 24};
    const double largest = std::min(20.0, 0.45 * frame.inner_width() / count);
    Canvas canvas(frame.width, frame.height, "Blob plot: how often each rank came up in the bootstrap");
    value_axis(canvas, frame, y, whole_numbers(order.size()), "rank");
    name_axis(canvas, frame, names);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t a = order[i];
        const double x = frame.band(i, order.size());
        std::map<double, std::size_t> seen;
        std::vector<double> ranks;
        for (const RankedTask& replicate : stability.replicates) {
            ++seen[replicate.ranks[a]];
            ranks.push_back(replicate.ranks[a]);
        }
        for (const auto& [rank, times] : seen) {
            const double share = static_cast<double>(times) / static_cast<double>(ranks.size());
            canvas.circle({x, y.at(rank)}, largest * std::sqrt(share), "blob " + colour(a),
                          fmt::format("rank {:g}: {:.1f} %", rank, 100.0 * share));
        }
        const Interval interval = stability.rank_intervals[a];
        canvas.line({x, y.at(interval.low)}, {x, y.at(interval.high)}, "median");
        const double middle = y.at(median(ranks));
        canvas.line({x - 6, middle - 6}, {x + 6, middle + 6}, "median");
        canvas.line({x - 6, middle + 6}, {x + 6, middle - 6}, "median");
    }
    return std::move(canvas).finish();
}

namespace {

/// Of each algorithm: how many cases gave it each place; equal scores share the better one, missing come
/// last.
std::vector<std::vector<std::size_t>> place_counts(const TaskScores& scores, Direction direction) {
    const std::size_t count = scores.algorithms.size();
    std::vector<std::vector<std::size_t>> places(count, std::vector<std::size_t>(count));
    const auto beats = [&](double a, double b) {
        if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
        return direction == Direction::larger_is_better ? a > b : a < b;
    };
    for (std::size_t c = 0; c < scores.cases.size(); ++c) {
        for (std::size_t a = 0; a < count; ++a) {
            std::size_t better = 0;
            for (std::size_t b = 0; b < count; ++b) better += beats(scores.at(b, c), scores.at(a, c));
            ++places[a][better];
        }
    }
    return places;
}

}  // namespace

std::string ranking_heatmap(const TaskStudy& task, Direction direction) {
    const std::vector<std::size_t> order = task.order();
    const std::vector<std::string> names = ordered_names(task);
    const auto places = place_counts(task.data.scores, direction);
    const auto count = static_cast<double>(order.size());
    const double side = std::clamp(620.0 / count, 20.0, 56.0);
    const double left = widest_name(names) + 20;
    const double top = 36;
    Canvas canvas(left + side * count + 20, top + side * count + 12, "Ranking heatmap: cases by rank");
    canvas.text({left - 8, top - 10}, Anchor::end, "rank in a case");
    for (std::size_t row = 0; row < order.size(); ++row) {
        const double y = top + side * static_cast<double>(row);
        const double x = left + side * static_cast<double>(row);
        canvas.text({left - 8, y + side / 2 + 4}, Anchor::end, shortened(names[row], kMaxNameLetters));
        canvas.text({x + side / 2, top - 10}, Anchor::middle, std::to_string(row + 1));
        for (std::size_t place = 0; place < order.size(); ++place) {
            const std::size_t times = places[order[row]][place];
            const double share =
                static_cast<double>(times) / static_cast<double>(task.data.scores.cases.size());
            const Box cell{left + side * static_cast<double>(place), y, side, side};
            // Ten steps of one hue: the number says the rest.
            const int step = times == 0 ? 0 : std::clamp(static_cast<int>(std::ceil(10.0 * share)), 1, 10);
            canvas.rect(cell, fmt::format("cell heat h{}", step), fmt::format("{} cases", times));
            if (times == 0 || side < 26.0) continue;
            canvas.text({cell.x + side / 2, y + side / 2 + 4}, Anchor::middle, std::to_string(times),
                        step > 5 ? "label on-dark" : "label on-light");
        }
    }
    return std::move(canvas).finish();
}

std::string method_lines(const TaskStudy& task) {
    const std::vector<std::size_t> order = task.order();
    const Frame frame{.height = 120 + 24.0 * static_cast<double>(order.size()),
                      .left = widest_name(ordered_names(task)) + 24,
                      .right = 40,
                      .bottom = 60};
    const Scale y{1.0, std::max(2.0, static_cast<double>(order.size())), frame.top + 14, frame.floor() - 14};
    const std::size_t methods = kAllRankMethods.size();
    Canvas canvas(frame.width, frame.height, "Lines: the rank of each algorithm under each method");
    for (std::size_t m = 0; m < methods; ++m) {
        const double x = frame.band(m, methods);
        canvas.line({x, frame.top}, {x, frame.floor()}, "grid");
        canvas.text({x, frame.floor() + 20}, Anchor::middle, title(kAllRankMethods[m]));
    }
    // Names that would fall on each other (tied algorithms) are pushed down a line.
    double last_left = -100.0;
    std::vector<std::size_t> by_first = order;
    std::stable_sort(by_first.begin(), by_first.end(), [&](std::size_t a, std::size_t b) {
        return task.by_method.front().ranks[a] < task.by_method.front().ranks[b];
    });
    for (const std::size_t a : by_first) {
        std::vector<Point> path;
        for (std::size_t m = 0; m < methods; ++m) {
            path.push_back({frame.band(m, methods), y.at(task.by_method[m].ranks[a])});
        }
        canvas.polyline(path, "strand " + colour(a));
        for (const Point& point : path) canvas.circle(point, 4, "fill " + colour(a));
        last_left = std::max(path.front().y, last_left + 13.0);
        canvas.text({path.front().x - 14, last_left + 4}, Anchor::end,
                    fmt::format("{} ({:g})", shortened(task.data.scores.algorithms[a], kMaxNameLetters),
                                task.by_method.front().ranks[a]));
    }
    for (std::size_t rank = 1; rank <= order.size(); ++rank) {
        const double at = y.at(static_cast<double>(rank));
        canvas.text({frame.band(methods - 1, methods) + 14, at + 4}, Anchor::start, std::to_string(rank));
    }
    return std::move(canvas).finish();
}

std::string significance_map(const TaskStudy& task, double alpha) {
    const std::vector<std::size_t> order = task.order();
    const double side = std::clamp(520.0 / static_cast<double>(order.size()), 18.0, 56.0);
    const auto count = static_cast<double>(order.size());
    const std::vector<std::string> names = ordered_names(task);
    const double left = widest_name(names) + 20;
    const double top = 16;
    Canvas canvas(left + side * count + 20, top + side * count + 40 + 0.65 * widest_name(names),
                  "Significance map: row better than column");
    for (std::size_t row = 0; row < order.size(); ++row) {
        const double y = top + side * static_cast<double>(row);
        canvas.text({left - 8, y + side / 2 + 4}, Anchor::end, shortened(names[row], kMaxNameLetters));
        canvas.slanted_text({left + side * (static_cast<double>(row) + 0.5) + 4, top + side * count + 16},
                            shortened(names[row], kMaxNameLetters));
        for (std::size_t column = 0; column < order.size(); ++column) {
            const Box cell{left + side * static_cast<double>(column), y, side, side};
            if (row == column) {
                canvas.rect(cell, "cell self");
                continue;
            }
            const double p = task.tests.adjusted_at(order[row], order[column]);
            const bool better = p <= alpha;
            canvas.rect(cell, better ? "cell better" : "cell", fmt::format("adjusted p = {:.3g}", p));
            if (better) canvas.text({cell.x + side / 2, y + side / 2 + 5}, Anchor::middle, "✓", "tick");
        }
    }
    return std::move(canvas).finish();
}

}  // namespace medal::statistics::report
