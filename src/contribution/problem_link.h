// What a case or a question is for: a problem of its campaign that takes data.
#pragma once

#include "base/ids.h"
#include "work/unit.h"

#include <string>

namespace medal::contribution {

/// Throws Error{invalid, "case.bad_problem"} naming "/problem_id" when `problem_id` is no problem of the
/// campaign, or one that does not take data now; which of the two is not told.
void require_open_problem(work::Unit& unit, base::CampaignId campaign, const std::string& problem_id);

}  // namespace medal::contribution
