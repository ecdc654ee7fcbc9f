#include "statistics/report/frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics::report {
namespace {

// Of the slant of 40 degrees.
constexpr double kSlantSine = 0.643;
constexpr double kSlantCosine = 0.766;

bool fit_level(const Frame& frame, const std::vector<std::string>& names) {
    return widest_name(names) + 10.0 < frame.inner_width() / static_cast<double>(names.size());
}

}  // namespace

double widest_name(const std::vector<std::string>& names) {
    double widest = 0.0;
    for (const std::string& name : names)
        widest = std::max(widest, text_width(shortened(name, kMaxNameLetters)));
    return widest;
}

Frame with_names(Frame frame, const std::vector<std::string>& names) {
    const double plot = frame.height - frame.bottom;
    frame.bottom = 36;
    if (!fit_level(frame, names)) {
        const double widest = widest_name(names);
        const double half_band = frame.inner_width() / static_cast<double>(names.size()) / 2.0;
        frame.left = std::max(frame.left, kSlantCosine * widest - half_band + 12.0);
        frame.bottom = 30.0 + kSlantSine * widest;
    }
    frame.height = plot + frame.bottom;
    return frame;
}

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
    const bool level = fit_level(frame, names);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string name = shortened(names[i], kMaxNameLetters);
        const double x = frame.band(i, names.size());
        if (level) {
            canvas.text({x, frame.floor() + 20}, Anchor::middle, name);
        } else {
            canvas.slanted_text({x + 4, frame.floor() + 16}, name);
        }
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
