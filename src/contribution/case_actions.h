// Use cases on cases: create, change, act. Each is called in a unit of work and leaves its event.
#pragma once

#include "campaign/types.h"
#include "contribution/rows.h"
#include "work/unit.h"

#include <optional>
#include <string>
#include <vector>

namespace medal::contribution {

constexpr const char* kProcessJob = "contribution.process_case";

/// While the campaign takes cases; the problem it is for takes data, and its terms are of the taxonomy.
CaseRow create_case(work::Unit& unit, const campaign::CampaignRow& campaign, const CaseDraft& draft);

/// Only the author, only while the case is a draft or needs attention.
CaseRow change_case(work::Unit& unit, CaseId id, const CaseChange& change);

/// `process`, `reprocess`, `clear`, `send_back`, `withdraw`. A withdrawal lets every byte go and keeps a
/// tombstone.
CaseRow act_on_case(work::Unit& unit, CaseId id, CaseAction action, const std::string& reason);

/// The case, if the actor is its author or serves the campaign as steward, chair or organizer; otherwise
/// Error{not_found}, so that nobody learns what exists.
CaseRow visible_case(work::Unit& unit, CaseId id);

/// The draft that a row holds.
CaseDraft draft_of(const CaseRow& row);

/// What the job of this case carries.
std::string processing_payload(CaseId id);

/// The event of a transition.
void emit_transition(work::Unit& unit, const CaseRow& row, CaseAction action, CaseState from,
                     const std::string& reason);

}  // namespace medal::contribution
