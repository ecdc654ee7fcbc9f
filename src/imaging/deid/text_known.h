// Marks what the study itself says of its patient: parts of names in every spelling, whole names by their
// order, numbers, addresses, UIDs, the date of birth in the forms that people write.
#pragma once

#include "imaging/deid/identifiers.h"
#include "imaging/deid/text_marks.h"

namespace medal::imaging::deid {

void mark_known_names(TextMarks& marks, const Identifiers::Values& values);
void mark_known_phrases(TextMarks& marks, const Identifiers::Values& values);
void mark_birth_dates(TextMarks& marks, const Identifiers::Values& values);

}  // namespace medal::imaging::deid
