// What every metric returns: the number, which variant of the definition it is, its unit, and whether it is
// defined at all. A number without a variant is not comparable: HD95 of the same two masks has four values in
// four public tools.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include <boost/describe.hpp>

namespace medal::metrics {

/// `reference_empty` and `prediction_empty`: exactly that one of the two is empty.
/// `invalid`: the formula has no value here although nothing is empty (0/0 in MCC when all is predicted).
enum class Status { defined, both_empty, reference_empty, prediction_empty, missing, invalid };
BOOST_DESCRIBE_ENUM(Status, defined, both_empty, reference_empty, prediction_empty, missing, invalid)

inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// `value` is NaN (null in JSON) where the formula gives none; an empty mask shows in `status` even where the
/// formula still gives a number (DSC = 0). `n` is how many things were measured: voxels, border elements,
/// lesions, cases.
struct Value {
    std::string metric{};
    std::string variant = "default";
    double value = kUndefined;
    std::string unit = "1";
    Status status = Status::defined;
    std::uint64_t n = 0;
    std::map<std::string, double> parameters{};
};
BOOST_DESCRIBE_STRUCT(Value, (), (metric, variant, value, unit, status, n, parameters))

}  // namespace medal::metrics
