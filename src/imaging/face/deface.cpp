#include "imaging/face/deface.h"

#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/prescan.h"

namespace medal::imaging::face {

VolumeResult to_result(const Search& search) {
    VolumeResult result;
    result.verdict = search.verdict;
    result.confidence = search.confidence;
    result.reason = search.reason;
    result.head_width_mm = search.head_width_mm;
    result.head_length_mm = search.head_length_mm;
    result.skull_share = search.skull_share;
    result.brain_ml = search.brain_ml;
    result.face_depth_mm = search.face_depth_mm;
    return result;
}

VolumeResult undecided(const char* reason) {
    VolumeResult result;
    result.reason = reason;
    return result;
}

VolumeResult deface_volume(const VolumeFiles& files) {
    if (files.inputs.empty() || (!files.outputs.empty() && files.outputs.size() != files.inputs.size())) {
        base::fail_internal("a volume to deface has no files, or not one output for each");
    }
    const MappedFile first{files.inputs.front()};
    const auto scan = prescan(first.bytes());
    require_accepted(scan.findings);
    if (detect_kind(first.bytes()) == FileKind::dicom) return deface_series(files);
    if (scan.kind == FileKind::nifti) {
        return deface_nifti(first.bytes(), files.outputs.empty() ? "" : files.outputs.front());
    }
    throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                      "Faces are searched in CT and MR volumes, as NIfTI files or DICOM series."};
}

}  // namespace medal::imaging::face
