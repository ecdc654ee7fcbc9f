// What the checks of a case say once an image of it was redacted and searched again.
#pragma once

#include "contribution/face_check.h"
#include "contribution/redaction_types.h"
#include "contribution/rows.h"
#include "contribution/stored_files.h"
#include "contribution/text_boxes.h"
#include "imaging/worker/deface_batch.h"
#include "work/unit.h"

#include <vector>

namespace medal::contribution {

/// What is still found in the changed files of an image; of a long series in some, evenly spread, and of a
/// slide in DICOM in and around the regions, on each of its resolutions.
std::vector<TextBox> search_text_again(const AssetAtWork& one, const std::vector<RedactionRegion>& regions,
                                       imaging::worker::Crew& crew);

void update_text_check(work::Unit& unit, const RedactionRow& redaction, const std::vector<TextBox>& found);

/// Over all images of the case, and where they are shown.
struct FaceSearch {
    imaging::worker::DefaceReport report;
    FacePlaces places;
};
void update_face_check(work::Unit& unit, CaseId id, const FaceSearch& faces);

}  // namespace medal::contribution
