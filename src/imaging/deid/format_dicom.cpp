#include "imaging/deid/formats.h"
#include "imaging/deid/painting.h"
#include "imaging/deid/rewriter.h"
#include "imaging/deid/uncleanable.h"
#include "imaging/dicom/directory.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/tile_matrix.h"

namespace medal::imaging::deid {
namespace {

bool refuse_what_cannot_be_cleaned(const dicom::DataSet& data, const Profile& profile, Findings& findings) {
    if (dicom::is_directory(data)) {
        findings.push_back(
            refusal("dicom.directory",
                    "This is a DICOMDIR, an index with names in it, and none of the files that "
                    "it lists came out; give it together with them."));
    }
    for (auto& finding : what_cannot_be_cleaned(data, profile)) findings.push_back(std::move(finding));
    if (data.text(dicom::tags::kSopClass).empty() || data.text(dicom::tags::kSopInstance).empty()) {
        findings.push_back(warning(
            "dicom.identity", "The file does not say what it is: SOP class or instance UID is missing."));
    }
    return refuses(findings);
}

}  // namespace

void deidentify_dicom(FormatContext& context) {
    auto scan = dicom::scan_file(context.file);
    context.findings.insert(context.findings.end(), scan.findings.begin(), scan.findings.end());
    if (scan.data && dicom::is_directory(*scan.data) && context.indexed) return write_directory(context);
    if (!scan.data || refuse_what_cannot_be_cleaned(*scan.data, context.profile, context.findings)) return;
    Painting painting;
    const bool is_slide = dicom::tile_matrix_of(*scan.data).has_value();
    if (context.scanner != nullptr && !is_slide) {
        painting =
            plan_painting({*scan.data, context.subject.identifiers, *context.scanner, context.output_stem},
                          context.burned_in, context.findings);
        if (refuses(context.findings)) return;
        if (painting.film) context.film = {painting.film, &painting.film->file};
    }
    Rewriter rewriter{{*scan.data, context.profile, context.secrets, context.subject.identifiers,
                       context.subject.key.reveal_identifier(), painting.boxes.empty() ? nullptr : &painting},
                      context.plan,
                      context.log};
    rewriter.run();
    if (scan.data->inflated) context.inflated = scan.data->inflated;
    if (is_slide) paint_dicom_slide(context, *scan.data);
}

}  // namespace medal::imaging::deid
