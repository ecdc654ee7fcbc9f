// The end of every work on a case: its checks decide whether it is ready or needs a person.
#pragma once

#include "contribution/rows.h"
#include "work/unit.h"

#include <vector>

namespace medal::contribution {

/// From `processing` to `ready` or `needs_attention`; saved, with its event.
void settle_case(work::Unit& unit, CaseRow& row);

std::vector<Check> checks_of(const std::vector<CheckRow>& rows);

}  // namespace medal::contribution
