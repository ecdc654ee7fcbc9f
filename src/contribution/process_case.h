// The job that turns a case's uploads into assets: decrypt into memory, de-identify with verification, order
// into stacks, draw thumbnails, store, and report what was removed. All or nothing, and the originals are
// shredded.
#pragma once

#include "contribution/duplicate_search.h"
#include "contribution/quarantine.h"
#include "jobs/loop.h"
#include "work/run.h"

namespace medal::contribution {

void process_case(work::Workshop& shop, Quarantine& quarantine, DuplicateSearch& duplicates,
                  jobs::JobContext& job);

}  // namespace medal::contribution
