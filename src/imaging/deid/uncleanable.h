// Readable DICOM files that a profile does not take in: what identifies in them cannot be told from the rest.
#pragma once

#include "imaging/deid/profile.h"
#include "imaging/dicom/data_set.h"
#include "imaging/finding.h"

namespace medal::imaging::deid {

/// Refusals: encapsulated documents, and pictures of a slide's label.
Findings what_cannot_be_cleaned(const dicom::DataSet& data, const Profile& profile);

}  // namespace medal::imaging::deid
