// The brain inside a head, found by threshold, erosion and growth: enough to know where not to cut.
#pragma once

#include "imaging/face/head.h"

namespace medal::imaging::face {

struct Brain {
    Mask mask;
    double volume_ml = 0;
};

/// `tissue` is middle_value. The mask may be empty; it errs towards too much rather than too little.
Brain find_brain(const Grid& grid, const Outline& outline, float tissue, Method method);

}  // namespace medal::imaging::face
