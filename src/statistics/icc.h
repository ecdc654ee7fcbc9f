// Intraclass correlation, all six forms of Shrout & Fleiss (1979) with F intervals (McGraw & Wong 1996, as
// R's irr). Needs every rater on every unit: units with gaps are left out by `complete_units`.
#pragma once

#include "statistics/interval.h"
#include "statistics/ratings.h"

#include <vector>

#include <boost/describe/enum.hpp>

namespace medal::statistics {

/// one_way: ICC(1,.), other raters for each unit. agreement: ICC(2,.), raters drawn at random. consistency:
/// ICC(3,.).
enum class IccModel { one_way, agreement, consistency };
BOOST_DESCRIBE_ENUM(IccModel, one_way, agreement, consistency)

/// Of one rater, or of the mean of all.
enum class IccUnit { single, average };
BOOST_DESCRIBE_ENUM(IccUnit, single, average)

struct Icc {
    IccModel model = IccModel::one_way;
    IccUnit unit = IccUnit::single;
    double value = 0.0;
    Interval interval{};
    double f = 0.0;
    double p = 1.0;  // of ICC = 0
};

/// Only the units that every rater rated.
RatingTable complete_units(const RatingTable& table);

/// In the order ICC(1,1), (2,1), (3,1), (1,k), (2,k), (3,k). `table` must have no gaps, two units and two
/// raters.
std::vector<Icc> all_icc(const RatingTable& table, double level = 0.95);

}  // namespace medal::statistics
