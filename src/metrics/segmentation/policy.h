// The versioned rule that turns a value with a status into a number that may be averaged. A miss must never
// vanish from a mean because its HD95 has no value, and two empty masks must never count as a perfect case.
#pragma once

#include "metrics/segmentation/catalogue.h"
#include "metrics/value.h"

#include <string>

#include <boost/describe.hpp>

namespace medal::metrics {

/// As it is printed with every result.
struct Policy {
    std::string version = "1";
    std::string one_mask_empty =
        "the formula's value, else overlap and correlation 0, distance the diagonal of the field of view; "
        "sensitivity and RVE with an empty reference are left out";
    std::string both_masks_empty = "left out of the mean; counted in case-level specificity";
    std::string undefined_ratio = "0";
    std::string missing_or_invalid_submission =
        "worst value: overlap 0, correlation -1, RVE 1, distance the diagonal of the field of view";
};
BOOST_DESCRIBE_STRUCT(Policy, (),
                      (version, one_mask_empty, both_masks_empty, undefined_ratio,
                       missing_or_invalid_submission))

enum class Use { as_measured, substituted, left_out };

struct Usable {
    double value = kUndefined;
    Use use = Use::left_out;
};

/// `diagonal_mm` is the reference's field of view.
Usable apply_policy(const Value& value, double diagonal_mm) noexcept;

}  // namespace medal::metrics
