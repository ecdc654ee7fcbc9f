// A measured value with a unit; graded within the reference's tolerance after unit conversion.
#pragma once

#include "answers/grade.h"

#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace medal::answers {

enum class ToleranceKind { absolute, relative };
BOOST_DESCRIBE_ENUM(ToleranceKind, absolute, relative)

struct NumberSpec {
    static constexpr std::string_view kType = "number";
    /// UCUM code that the answer is asked in ("mm"; "1" for a plain number).
    std::string unit;
    bool operator==(const NumberSpec&) const = default;
};
BOOST_DESCRIBE_STRUCT(NumberSpec, (), (unit))

struct NumberAnswer {
    static constexpr std::string_view kType = "number";
    double value = 0;
    std::string unit;
    bool operator==(const NumberAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(NumberAnswer, (), (value, unit))

/// `tolerance` is in the reference's unit (absolute) or a fraction of |value| (relative, 0..1).
struct NumberReference {
    static constexpr std::string_view kType = "number";
    double value = 0;
    std::string unit;
    double tolerance = 0;
    ToleranceKind tolerance_kind = ToleranceKind::absolute;
    bool operator==(const NumberReference&) const = default;
};
BOOST_DESCRIBE_STRUCT(NumberReference, (), (value, unit, tolerance, tolerance_kind))

void check(const NumberSpec& spec);
void check(const NumberSpec& spec, const NumberReference& reference);
void check(const NumberSpec& spec, const NumberAnswer& answer);

/// Correct if |answer − reference| ≤ tolerance, both in the reference's unit; a hair of 1e-9 relative absorbs
/// the rounding of the conversion.
Grade grade(const NumberSpec& spec, const NumberReference& reference, const NumberAnswer& answer);

/// Reads "12.5 mm", "12,5mm" or "12.5" (then in the unit asked for); nullopt when there is not exactly one
/// number.
std::optional<NumberAnswer> read_text(const NumberSpec& spec, std::string_view text);

}  // namespace medal::answers
