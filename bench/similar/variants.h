// What people do to a picture before it turns up again elsewhere.
#pragma once

#include "imaging/picture/raster.h"

#include <functional>
#include <string>
#include <vector>

namespace similar_bench {

using medal::imaging::picture::Raster;

struct Variant {
    std::string name;
    std::function<Raster(const Raster&)> make;
};

/// In the order of the table; the first changes nothing.
std::vector<Variant> variants();

/// A picture of nothing: noise of several sizes and a few shapes.
Raster distractor(unsigned seed);

}  // namespace similar_bench
