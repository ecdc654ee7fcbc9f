#include "imaging/deid/uncleanable.h"

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

}  // namespace

Findings what_cannot_be_cleaned(const dicom::DataSet& data, const Profile& profile) {
    Findings findings;
    if (data.find(kEncapsulatedDocument) != nullptr && !profile.accept_encapsulated_documents) {
        findings.push_back(refusal(
            "dicom.document", "This is an encapsulated document (PDF or CDA); it cannot be de-identified."));
    }
    if (shows_slide_label(data)) {
        findings.push_back(refusal("dicom.slide_label",
                                   "This image of a slide shows its label; the slide itself needs it not."));
    }
    return findings;
}

}  // namespace medal::imaging::deid
