// The axes that several plots share.
#pragma once

#include "statistics/interval.h"
#include "statistics/ranking_study.h"
#include "statistics/report/svg.h"

#include <string>
#include <string_view>
#include <vector>

namespace medal::statistics::report {

struct Frame {
    double width = 920;
    double height = 380;
    double left = 70;
    double right = 30;
    double top = 30;
    double bottom = 90;

    double inner_width() const noexcept { return width - left - right; }
    double floor() const noexcept { return height - bottom; }
    /// Middle of the i-th of `count` equal bands.
    double band(std::size_t i, std::size_t count) const noexcept;
};

/// Longer names are cut: they stand in full in the tables.
constexpr std::size_t kMaxNameLetters = 30;

/// The frame with room for the names under it: level where they fit into their bands, else slanted.
Frame with_names(Frame frame, const std::vector<std::string>& names);

/// The widest of the names as drawn.
double widest_name(const std::vector<std::string>& names);

/// Smallest and largest value that is there.
Interval range_of(const std::vector<double>& values);

/// Horizontal grid lines with numbers, and what they measure at the top left.
void value_axis(Canvas& canvas, const Frame& frame, const Scale& y, const std::vector<double>& at,
                std::string_view title);

/// Names under the bands, in this order.
void name_axis(Canvas& canvas, const Frame& frame, const std::vector<std::string>& names);

/// Names of the task's algorithms, best first.
std::vector<std::string> ordered_names(const TaskStudy& task);

/// 1 .. count.
std::vector<double> whole_numbers(std::size_t count);

}  // namespace medal::statistics::report
