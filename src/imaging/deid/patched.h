// A file whose bytes stay where they are, but for some that are replaced.
#pragma once

#include "imaging/codestream_scrub.h"
#include "imaging/deid/output_plan.h"

#include <vector>

namespace medal::imaging::deid {

/// `file` must outlive the plan. Equal patches count once; false where others overlap.
bool add_patched(OutputPlan& plan, Bytes file, std::vector<Patch> patches);

}  // namespace medal::imaging::deid
