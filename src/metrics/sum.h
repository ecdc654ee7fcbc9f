// The compensated sum of the house under the name that this folder uses.
#pragma once

#include "base/sum.h"

namespace medal::metrics {

using base::Sum;

}  // namespace medal::metrics
