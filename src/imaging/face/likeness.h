// How measures become likelihoods, the same way for every kind of volume.
#pragma once

#include "imaging/face/find.h"
#include "imaging/face/head.h"

namespace medal::imaging::face {

/// From this on it is said to be one; below the second it is said to be none.
constexpr double kSure = 0.5, kSurelyNot = 0.1;

/// 0 up to `none`, 1 from `full` on, straight between; `full` may be the smaller one.
double ramp(double value, double none, double full);
/// 1 from `low` to `high`, 0 further than `slack` away.
double within(double value, double low, double high, double slack);

/// Outer measures of heads from infants to the largest adults, with hair and head rest.
double head_likeness(const Outline& outline);

Search judged(Verdict verdict, double confidence, const char* reason, Search search);

}  // namespace medal::imaging::face
