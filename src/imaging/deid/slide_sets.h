// Slides of several files among the inputs of a batch: the names that a list has are compared with the files
// that stand beside it, and none of them is ever opened by its name.
#pragma once

#include "imaging/deid/batch_inputs.h"

#include <vector>

namespace medal::imaging::deid {

/// Gives each list its parts and each part its list; refuses lists of which a needed part is not there.
void join_slide_sets(std::vector<BatchInput>& inputs);

}  // namespace medal::imaging::deid
