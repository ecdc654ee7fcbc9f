// What the checks of a case say once an image of it was redacted and searched again.
#pragma once

#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "contribution/text_boxes.h"
#include "imaging/worker/deface_batch.h"
#include "work/unit.h"

#include <vector>

namespace medal::contribution {

void update_text_check(work::Unit& unit, const RedactionRow& redaction, const std::vector<TextBox>& found);

/// `faces` over all volumes of the case.
void update_face_check(work::Unit& unit, CaseId id, const imaging::worker::DefaceReport& faces);

}  // namespace medal::contribution
