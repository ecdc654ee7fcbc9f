// What is wrong with a stack of slices as a whole: gaps, uneven steps, slices that repeat, and what is wrong
// with single pictures of it, told once.
#pragma once

#include "imaging/series/series.h"

namespace medal::imaging::series {

using Normal = std::array<double, 3>;

/// It has a position of three numbers and an orientation of six (PS3.3, C.7.6.2).
bool has_place(const Instance& instance);
/// Upright on the slice; only for slices with a place.
Normal normal_of(const Instance& instance);
/// In millimetres: where the slice lies on the line that stands upright on all of them.
double along(const Instance& instance, const Normal& normal);

/// Fills in spacing and gaps, and appends to the findings.
void judge_stack(std::span<const Instance> instances, Stack& stack);

}  // namespace medal::imaging::series
