// A map of scores: one non-negative, finite number a voxel.
#pragma once

#include "metrics/volume/geometry.h"

#include <vector>

namespace medal::metrics {

struct ScoreVolume {
    Geometry geometry{};
    std::vector<float> scores{};
};

}  // namespace medal::metrics
