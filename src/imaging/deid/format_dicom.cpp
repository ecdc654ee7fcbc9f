#include "imaging/deid/formats.h"
#include "imaging/deid/painting.h"
#include "imaging/deid/rewriter.h"
#include "imaging/dicom/file_reader.h"

namespace medal::imaging::deid {
namespace {

constexpr dicom::Tag kDirectoryRecords{0x00041220}, kEncapsulatedDocument{0x00420011};

bool refuse_what_cannot_be_cleaned(const dicom::DataSet& data, const Profile& profile, Findings& findings) {
    if (data.find(kDirectoryRecords) != nullptr) {
        findings.push_back(
            refusal("dicom.directory", "This is a DICOMDIR, an index with names in it; it is not needed."));
    }
    if (data.find(kEncapsulatedDocument) != nullptr && !profile.accept_encapsulated_documents) {
        findings.push_back(
            refusal("dicom.document", "An encapsulated document (PDF or CDA) cannot be de-identified."));
    }
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
    if (!scan.data || refuse_what_cannot_be_cleaned(*scan.data, context.profile, context.findings)) return;
    Painting painting;
    if (context.scanner != nullptr) {
        painting = plan_painting(*scan.data, context.subject.identifiers, *context.scanner, context.burned_in,
                                 context.findings);
        if (refuses(context.findings)) return;
    }
    Rewriter rewriter{{*scan.data, context.profile, context.secrets, context.subject.identifiers,
                       context.subject.key.reveal_identifier(), painting.boxes.empty() ? nullptr : &painting},
                      context.plan,
                      context.log};
    rewriter.run();
    if (scan.data->inflated) context.inflated = scan.data->inflated;
}

}  // namespace medal::imaging::deid
