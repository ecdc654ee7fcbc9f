#include "imaging/deid/formats.h"
#include "imaging/deid/painting.h"
#include "imaging/deid/rewriter.h"
#include "imaging/dicom/directory.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/tile_matrix.h"

namespace medal::imaging::deid {
namespace {

constexpr dicom::Tag kEncapsulatedDocument{0x00420011};

/// PS3.3, C.8.12.4.1.1: the label's photograph, the whole glass with it, or tiles that show it. Of whatever
/// storage class a scanner made it, and wherever in Image Type it says so.
bool shows_slide_label(const dicom::DataSet& data) {
    constexpr dicom::Tag kImageType{0x00080008}, kLabelInImage{0x00480010};
    const bool is_slide = data.text(dicom::tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.77.1.6") ||
                          data.text(dicom::tags::kModality) == "SM";
    if (!is_slide) return false;
    const auto* type = data.find(kImageType);
    const auto kinds = type != nullptr ? text_of(data.value(*type)) : std::string_view{};
    const auto names = [&](std::string_view kind) { return kinds.find(kind) != std::string_view::npos; };
    return names("LABEL") || names("OVERVIEW") || data.text(kLabelInImage) == "YES";
}

bool refuse_what_cannot_be_cleaned(const dicom::DataSet& data, const Profile& profile, Findings& findings) {
    if (dicom::is_directory(data)) {
        findings.push_back(
            refusal("dicom.directory",
                    "This is a DICOMDIR, an index with names in it, and none of the files that "
                    "it lists came out; give it together with them."));
    }
    if (data.find(kEncapsulatedDocument) != nullptr && !profile.accept_encapsulated_documents) {
        findings.push_back(
            refusal("dicom.document", "An encapsulated document (PDF or CDA) cannot be de-identified."));
    }
    if (shows_slide_label(data)) {
        findings.push_back(refusal("dicom.slide_label",
                                   "This image of a slide shows its label; the slide itself needs it not."));
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
