// The stored report of a case's de-identification as a page for people, for example an ethics board.
#pragma once

#include "contribution/types.h"
#include "work/unit.h"

#include <optional>
#include <string>

namespace medal::contribution {

/// HTML that stands alone; nullopt where the case was not processed. Who may see it is the caller's question.
std::optional<std::string> deid_report_page(work::Unit& unit, CaseId id);

}  // namespace medal::contribution
