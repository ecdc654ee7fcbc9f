// Plots of the raw scores: podium, dots and boxes.
#include "statistics/random.h"
#include "statistics/report/frame.h"
#include "statistics/report/plots.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numeric>

namespace medal::statistics::report {
namespace {

std::vector<std::size_t> drawn_cases(const TaskScores& scores) {
    const std::size_t count = std::min(scores.cases.size(), kMaxDrawnCases);
    std::vector<std::size_t> drawn(count);
    for (std::size_t i = 0; i < count; ++i) drawn[i] = i * scores.cases.size() / count;
    return drawn;
}

/// Algorithms of one case, best first; equal scores keep the overall order; missing ones are left out.
std::vector<std::size_t> places_in_case(const TaskStudy& task, std::size_t case_index, Direction direction) {
    std::vector<std::size_t> places = task.order();
    const auto value = [&](std::size_t a) { return task.data.scores.at(a, case_index); };
    places.erase(
        std::remove_if(places.begin(), places.end(), [&](std::size_t a) { return std::isnan(value(a)); }),
        places.end());
    std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
        return direction == Direction::larger_is_better ? value(a) > value(b) : value(a) < value(b);
    });
    return places;
}

std::size_t legend_columns(const Frame& frame, const std::vector<std::string>& names) {
    const auto fitting = static_cast<std::size_t>(frame.inner_width() / (widest_name(names) + 30.0));
    return std::clamp<std::size_t>(fitting, 1, 8);
}

struct Podium {
    Frame frame{};
    std::size_t count = 0;
    std::vector<std::size_t> slot;  // of each algorithm, by overall rank

    double x(std::size_t place, std::size_t algorithm) const {
        const double band = frame.inner_width() / static_cast<double>(count);
        const double inside = (static_cast<double>(slot[algorithm]) + 0.5) / static_cast<double>(count);
        return frame.left + band * (static_cast<double>(place) + 0.08 + 0.84 * inside);
    }
};

void draw_counts(Canvas& canvas, const Podium& podium, const std::vector<std::vector<double>>& counts,
                 double most) {
    const double ground = podium.frame.floor() + 100;
    const double width =
        0.84 * podium.frame.inner_width() / static_cast<double>(podium.count * podium.count) * 0.85;
    for (std::size_t place = 0; place < podium.count; ++place) {
        for (std::size_t a = 0; a < podium.count; ++a) {
            const double height = 70.0 * counts[place][a] / std::max(1.0, most);
            if (height <= 0.0) continue;
            canvas.rect({podium.x(place, a) - width / 2, ground - height, width, height}, "fill " + colour(a),
                        fmt::format("{} times", counts[place][a]));
        }
        canvas.text({podium.frame.band(place, podium.count), ground + 18}, Anchor::middle,
                    std::to_string(place + 1));
    }
    canvas.line({podium.frame.left, ground}, {podium.frame.width - podium.frame.right, ground}, "axis");
    canvas.text({podium.frame.left - 8, ground - 60}, Anchor::end, short_number(most));
    canvas.text({podium.frame.left - 8, ground + 4}, Anchor::end, "0");
}

void draw_legend(Canvas& canvas, const Podium& podium, const std::vector<std::size_t>& order,
                 const std::vector<std::string>& names) {
    const std::size_t columns = legend_columns(podium.frame, names);
    const double column = podium.frame.inner_width() / static_cast<double>(columns);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double x = podium.frame.left + column * static_cast<double>(i % columns);
        const std::size_t row = i / columns;
        const double y = podium.frame.floor() + 140 + 16 * static_cast<double>(row);
        canvas.circle({x, y - 4}, 5, "fill " + colour(order[i]));
        canvas.text({x + 10, y}, Anchor::start, shortened(names[i], kMaxNameLetters));
    }
}

}  // namespace

std::string podium_plot(const TaskStudy& task, Direction direction) {
    const TaskScores& scores = task.data.scores;
    const std::vector<std::string> names = ordered_names(task);
    const double legend_rows =
        std::ceil(static_cast<double>(names.size()) / static_cast<double>(legend_columns(Frame{}, names)));
    Podium podium{.frame = {.height = 490 + 16 * legend_rows, .bottom = 150 + 16 * legend_rows},
                  .count = scores.algorithms.size(),
                  .slot = std::vector<std::size_t>(scores.algorithms.size())};
    const std::vector<std::size_t> order = task.order();
    for (std::size_t i = 0; i < order.size(); ++i) podium.slot[order[i]] = i;
    const Interval range = range_of(scores.values);
    const Scale y{range.low, range.high, podium.frame.floor(), podium.frame.top};
    Canvas canvas(podium.frame.width, podium.frame.height, "Podium plot: scores and places of each case");
    value_axis(canvas, podium.frame, y, ticks(range.low, range.high), "score");
    for (std::size_t place = 1; place < podium.count; ++place) {
        const double x = podium.frame.left + podium.frame.inner_width() * static_cast<double>(place) /
                                                 static_cast<double>(podium.count);
        canvas.line({x, podium.frame.top}, {x, podium.frame.floor() + 100}, "grid");
    }
    std::vector<std::vector<double>> counts(podium.count, std::vector<double>(podium.count));
    for (std::size_t c = 0; c < scores.cases.size(); ++c) {
        const std::vector<std::size_t> places = places_in_case(task, c, direction);
        for (std::size_t place = 0; place < places.size(); ++place) counts[place][places[place]] += 1.0;
    }
    double most = 0.0;
    for (const auto& row : counts) most = std::max(most, *std::max_element(row.begin(), row.end()));
    for (const std::size_t c : drawn_cases(scores)) {
        const std::vector<std::size_t> places = places_in_case(task, c, direction);
        std::vector<Point> path;
        for (std::size_t place = 0; place < places.size(); ++place) {
            path.push_back({podium.x(place, places[place]), y.at(scores.at(places[place], c))});
        }
        canvas.polyline(path, "thread");
        for (std::size_t i = 0; i < path.size(); ++i) canvas.circle(path[i], 2.2, "dot " + colour(places[i]));
    }
    draw_counts(canvas, podium, counts, most);
    draw_legend(canvas, podium, order, names);
    return std::move(canvas).finish();
}

namespace {

void draw_box(Canvas& canvas, const Scale& y, double x, double half, std::vector<double> values) {
    if (values.empty()) return;
    std::sort(values.begin(), values.end());
    const double q1 = quantile_sorted(values, 0.25);
    const double q3 = quantile_sorted(values, 0.75);
    const double reach = 1.5 * (q3 - q1);
    const double low = *std::lower_bound(values.begin(), values.end(), q1 - reach);
    const double high = *std::prev(std::upper_bound(values.begin(), values.end(), q3 + reach));
    canvas.line({x, y.at(low)}, {x, y.at(q1)}, "box");
    canvas.line({x, y.at(q3)}, {x, y.at(high)}, "box");
    canvas.rect({x - half, y.at(q3), 2 * half, y.at(q1) - y.at(q3)}, "box");
    const double middle = y.at(quantile_sorted(values, 0.5));
    canvas.line({x - half, middle}, {x + half, middle}, "median");
}

}  // namespace

std::string dot_and_box_plot(const TaskStudy& task) {
    const TaskScores& scores = task.data.scores;
    const std::vector<std::string> names = ordered_names(task);
    const Frame frame = with_names({}, names);
    const Interval range = range_of(scores.values);
    const Scale y{range.low, range.high, frame.floor(), frame.top};
    Canvas canvas(frame.width, frame.height, "Dots and boxes: scores of each algorithm");
    value_axis(canvas, frame, y, ticks(range.low, range.high), "score");
    name_axis(canvas, frame, names);
    const std::vector<std::size_t> order = task.order();
    const double half = std::min(30.0, 0.36 * frame.inner_width() / static_cast<double>(order.size()));
    for (std::size_t i = 0; i < order.size(); ++i) {
        const double x = frame.band(i, order.size());
        Stream jitter({1, i});
        for (const std::size_t c : drawn_cases(scores)) {
            const double value = scores.at(order[i], c);
            const double shift = (2.0 * jitter.uniform() - 1.0) * half * 0.8;
            if (!std::isnan(value))
                canvas.circle({x + shift, y.at(value)}, 2.2, "dot " + colour(order[i]), scores.cases[c]);
        }
        std::vector<double> present;
        for (std::size_t c = 0; c < scores.cases.size(); ++c) {
            if (!std::isnan(scores.at(order[i], c))) present.push_back(scores.at(order[i], c));
        }
        draw_box(canvas, y, x, half, std::move(present));
    }
    return std::move(canvas).finish();
}

}  // namespace medal::statistics::report
