#include "imaging/deid/formats.h"
#include "imaging/deid/rewriter.h"
#include "imaging/dicom/file_reader.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

constexpr dicom::Tag kDirectoryRecords{0x00041220}, kEncapsulatedDocument{0x00420011}, kBurnedIn{0x00280301};

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

/// Screens, clips and pictures that usually carry text: a person (or scan_file of burned_in) has to look.
void warn_of_burned_in_text(const dicom::DataSet& data, Findings& findings) {
    constexpr std::array<std::string_view, 9> kModalities{"US", "SC",  "OT",   "ES", "XC",
                                                          "GM", "DOC", "IVUS", "OP"};
    const auto modality = data.text(dicom::tags::kModality);
    const bool usual = std::find(kModalities.begin(), kModalities.end(), modality) != kModalities.end() ||
                       data.text(dicom::tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.7");
    if (usual || data.text(kBurnedIn) == "YES") {
        findings.push_back(warning("pixels.may_hold_text",
                                   "Images of this kind often show names in the picture itself; "
                                   "look for burned-in text before they are used."));
    }
}

}  // namespace

void deidentify_dicom(FormatContext& context) {
    auto scan = dicom::scan_file(context.file);
    context.findings.insert(context.findings.end(), scan.findings.begin(), scan.findings.end());
    if (!scan.data || refuse_what_cannot_be_cleaned(*scan.data, context.profile, context.findings)) return;
    if (context.profile.clean_pixel_data) warn_of_burned_in_text(*scan.data, context.findings);
    Rewriter rewriter{{*scan.data, context.profile, context.secrets, context.subject.identifiers,
                       context.subject.key.reveal_identifier()},
                      context.plan,
                      context.log};
    rewriter.run();
    if (scan.data->inflated) context.inflated = scan.data->inflated;
}

}  // namespace medal::imaging::deid
