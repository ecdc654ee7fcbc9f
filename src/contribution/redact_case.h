// The job behind redaction_actions.h: reads the stored files of an image, has the crew change them, searches
// them again, and puts the new ones in the place of the old in one unit. Until then nothing has changed, so
// it may be done again at any time.
#pragma once

#include "contribution/quarantine.h"
#include "jobs/loop.h"
#include "work/run.h"

namespace medal::contribution {

void redact_case(work::Workshop& shop, Quarantine& quarantine, jobs::JobContext& job);

}  // namespace medal::contribution
