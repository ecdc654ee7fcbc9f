#include "imaging/deid/derived.h"

#include "imaging/dicom/transfer_syntax.h"

namespace medal::imaging::deid {
namespace {

using dicom::Tag;
namespace vr = dicom::vr;

constexpr Tag kImageType{0x00080008}, kDerivation{0x00082111}, kBurnedIn{0x00280301}, kLossy{0x00282110};
constexpr std::string_view kPainted = "Text in the picture that may identify the patient was painted over";
/// Of an ST value (PS3.5, 6.2).
constexpr std::size_t kLongestDescription = 1024;

std::string description_after(std::string_view before) {
    if (before.empty()) return std::string{kPainted};
    if (before.find(kPainted) != std::string_view::npos) return std::string{before};
    const auto joined = std::string{before} + "; " + std::string{kPainted};
    return joined.size() <= kLongestDescription ? joined : std::string{kPainted};
}

}  // namespace

std::string derived_type(std::string_view type) {
    const auto trimmed = dicom::trimmed(type);
    const auto bar = trimmed.find('\\');
    return "DERIVED" + (bar == std::string_view::npos ? "\\PRIMARY" : std::string{trimmed.substr(bar)});
}

std::map<Tag, DerivedValue> derived_values(const dicom::DataSet& data, const Painting& painting,
                                           std::string_view description) {
    std::map<Tag, DerivedValue> values;
    const auto* type = data.find(kImageType);
    values[kImageType] = {vr::CS,
                          derived_type(type != nullptr ? text_of(data.value(*type)) : std::string_view{})};
    values[kDerivation] = {vr::ST, description_after(description)};
    values[kBurnedIn] = {vr::CS, "NO"};
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    const bool is_stored_anew = painting.is_decoded || painting.film;
    if (is_stored_anew && syntax != nullptr && syntax->lossy) values[kLossy] = {vr::CS, "01"};
    return values;
}

}  // namespace medal::imaging::deid
