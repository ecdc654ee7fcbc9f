#include "statistics/report/frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics::report {

double Frame::band(std::size_t i, std::size_t count) const noexcept {
    return left + inner_width() * (static_cast<double>(i) + 0.5) / static_cast<double>(count);
}

Interval range_of(const std::vector<double>& values) {
    Interval range{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const double value : values) {
        if (std::isnan(value)) continue;
        range.low = std::min(range.low, value);
        range.high = std::max(range.high, value);
    }
    if (range.low > range.high) return {0.0, 1.0};
    return range;
}

void value_axis(Canvas& canvas, const Frame& frame, const Scale& y, const std::vector<double>& at,
                std::string_view title) {
    canvas.text({8, frame.top - 14}, Anchor::start, title);
    for (const double value : at) {
        canvas.line({frame.left, y.at(value)}, {frame.width - frame.right, y.at(value)}, "grid");
        canvas.text({frame.left - 8, y.at(value) + 4}, Anchor::end, short_number(value));
    }
}

void name_axis(Canvas& canvas, const Frame& frame, const std::vector<std::string>& names) {
    canvas.line({frame.left, frame.floor()}, {frame.width - frame.right, frame.floor()}, "axis");
    for (std::size_t i = 0; i < names.size(); ++i) {
        canvas.slanted_text({frame.band(i, names.size()) + 4, frame.floor() + 16}, names[i]);
    }
}

std::vector<std::string> ordered_names(const TaskStudy& task) {
    std::vector<std::string> names;
    for (const std::size_t a : task.order()) names.push_back(task.data.scores.algorithms[a]);
    return names;
}

std::vector<double> whole_numbers(std::size_t count) {
    std::vector<double> numbers(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<double>(i + 1);
    return numbers;
}

}  // namespace medal::statistics::report
