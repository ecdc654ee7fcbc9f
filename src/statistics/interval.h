// What an interval is, and the quantile rule used everywhere (Hyndman & Fan type 7, R's default).
#pragma once

#include <span>

#include <boost/describe/class.hpp>

namespace medal::statistics {

struct Interval {
    double low = 0.0;
    double high = 0.0;
};
BOOST_DESCRIBE_STRUCT(Interval, (), (low, high))

/// `sorted` ascending, not empty, free of NaN; `p` in [0, 1].
double quantile_sorted(std::span<const double> sorted, double p) noexcept;

/// Sorts a copy. NaN for no values.
double quantile(std::span<const double> values, double p);
double median(std::span<const double> values);
/// Reorders `values`, which must not be empty.
double median_in_place(std::span<double> values) noexcept;

}  // namespace medal::statistics
