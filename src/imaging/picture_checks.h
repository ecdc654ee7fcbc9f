// Whether a picture is worth anything: blank, clipped, without place or scale, with a window or a rescaling
// that cannot be right. Warnings only: nothing is refused or mended for it.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/dicom/data_set.h"
#include "imaging/finding.h"
#include "imaging/nifti_checks.h"

namespace medal::imaging {

/// `data` passed the pre-scan. Decodes up to three frames, so call it in the sandbox; frames of more than 16
/// million pixels are not looked at.
Findings judge_picture(const dicom::DataSet& data);

/// The header alone.
Findings judge_scaling(const dicom::DataSet& data);

/// `file` is inflated and passed check_nifti.
Findings judge_volume(Bytes file, const NiftiHeader& header);

/// PNG, JPEG, WebP or TIFF after the pre-scan.
Findings judge_raster(Bytes file);

}  // namespace medal::imaging
