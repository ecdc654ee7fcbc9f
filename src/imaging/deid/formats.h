// One function a format, all of the same shape: trusted input bytes in, new bytes planned, actions logged.
#pragma once

#include "imaging/deid/deidentify.h"
#include "imaging/deid/output_plan.h"

#include <memory>
#include <vector>

namespace medal::imaging::deid {

struct FormatContext {
    Bytes file;
    const Profile& profile;
    const StudySecrets& secrets;
    const Subject& subject;
    OutputPlan& plan;
    ActionLog& log;
    /// Appended to; an error refuses the file, and nothing is written.
    Findings& findings;
    /// Bytes that the plan refers to beyond `file`.
    std::shared_ptr<const std::vector<std::byte>> inflated{};
};

void deidentify_dicom(FormatContext& context);
void deidentify_png(FormatContext& context);
void deidentify_jpeg(FormatContext& context);
void deidentify_webp(FormatContext& context);
void deidentify_tiff(FormatContext& context);
void deidentify_nifti(FormatContext& context);
void deidentify_mp4(FormatContext& context);

}  // namespace medal::imaging::deid
