// Ratings of units by raters, with gaps, and the scale they were made on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

enum class RatingScale { nominal, ordinal, interval, ratio };
BOOST_DESCRIBE_ENUM(RatingScale, nominal, ordinal, interval, ratio)

struct RatingTable {
    std::size_t unit_count = 0;
    std::size_t rater_count = 0;
    std::vector<double> values;  // values[unit * rater_count + rater]; NaN = not rated

    double at(std::size_t unit, std::size_t rater) const { return values[unit * rater_count + rater]; }
};

/// The same ratings as counts: how many raters gave unit u the category c. Raters lose their names.
struct CategoryCounts {
    std::vector<double> categories;           // distinct values, ascending
    std::vector<std::vector<double>> counts;  // counts[unit][category]
};

/// Throws `invalid` where nothing was rated, `too_large` beyond kMaxCategories distinct values.
CategoryCounts count_categories(const RatingTable& table);

constexpr std::size_t kMaxCategories = 2000;

}  // namespace medal::statistics
