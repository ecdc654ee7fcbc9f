// The slides of microscopes among the instances of a contribution: each resolution of one is an instance of
// its series (PS3.3, A.32.8), and all of them are one picture to be looked at.
#pragma once

#include "imaging/series/series.h"

#include <cstdint>
#include <span>
#include <vector>

namespace medal::imaging::series {

struct SlideGroup {
    /// Indices into the instances given, finest resolution first; parts of a concatenation follow each other.
    std::vector<std::uint64_t> order;
};

/// Resolutions of a series that show the same glass, as far as their forms say. One of a size that is there
/// already (another focal plane or colour) begins a slide of its own. Photographs of labels are no part of
/// any.
std::vector<SlideGroup> build_slides(std::span<const Instance> instances);

}  // namespace medal::imaging::series
