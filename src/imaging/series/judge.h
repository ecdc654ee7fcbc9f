// What is wrong with a stack of slices as a whole: gaps, uneven steps, slices that repeat, and what is wrong
// with single pictures of it, told once.
#pragma once

#include "imaging/series/series.h"

namespace medal::imaging::series {

using Normal = std::array<double, 3>;

bool has_place(const Instance& instance);
Normal normal_of(const Instance& instance);
/// Where the slice lies on the line that stands upright on all of them.
double along(const Instance& instance, const Normal& normal);

/// Fills in spacing and gaps, and appends to the findings.
void judge_stack(std::span<const Instance> instances, Stack& stack);

}  // namespace medal::imaging::series
