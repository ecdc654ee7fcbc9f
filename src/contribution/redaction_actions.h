// What a person does about something that is still to be seen in a case's images: paint it over, have the
// face of a volume removed, or say that it hides nothing. Its contributor and its stewards may, as long as
// nobody works with the images (rules::require_unsettled_images). redact_case.h does the work.
#pragma once

#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "work/unit.h"

#include <string>
#include <vector>

namespace medal::contribution {

/// The case is in work from here on. Throws what rules and the case's state refuse.
RedactionRow ask_redaction(work::Unit& unit, CaseId id, const RedactionCommand& command);

/// Kept with the person's name; clears nothing.
RedactionRow dismiss_findings(work::Unit& unit, CaseId id, const DismissalCommand& command);

/// Of a volume without its face: put in place, or thrown away.
RedactionRow decide_preview(work::Unit& unit, CaseId id, RedactionId redaction, PreviewDecision decision);

/// Whether the actor may change this case's images now.
bool may_redact(work::Unit& unit, const CaseRow& row);

RedactionView view_of(const RedactionRow& row);
/// Throws Error{not_found} where the redaction is not of this case or has no such picture.
base::Sha256 picture_of(work::Unit& unit, CaseId id, RedactionId redaction, const std::string& name);

/// For a case whose images go or are made anew: nothing of what waits is kept.
void drop_redactions(work::Unit& unit, CaseId id);
/// Throws away previews for which nobody decided; returns how many.
int expire_previews(work::Unit& unit);
/// Of a case whose redaction's job was given up: true where there was one, and the case is settled.
bool settle_given_up_redaction(work::Unit& unit, CaseRow row);

/// Whether a job still works on it.
bool is_redaction_pending(work::Unit& unit, CaseId id);

std::string redaction_payload(RedactionId id);
/// What keeps the bytes of a preview.
std::string owner_of(const RedactionRow& row);
/// The event of one step, with counts and never with text of the picture.
void emit_redaction(work::Unit& unit, const CaseRow& row, const RedactionRow& redaction, const char* step);

}  // namespace medal::contribution
