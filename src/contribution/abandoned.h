// What waits for a job that is dead or was cancelled: a case that would be processed for ever, a question
// that would be checked for ever.
#pragma once

#include "work/unit.h"

namespace medal::contribution {

/// Such a case needs attention, with a finding that says so; such a question is checked again. Returns how
/// many there were.
int settle_abandoned(work::Unit& unit);

}  // namespace medal::contribution
