#include "imaging/deid/derived.h"

#include "imaging/dicom/transfer_syntax.h"

namespace medal::imaging::deid {
namespace {

using dicom::Tag;
namespace vr = dicom::vr;

constexpr Tag kImageType{0x00080008}, kDerivation{0x00082111}, kBurnedIn{0x00280301}, kLossy{0x00282110},
    kRows{0x00280010}, kColumns{0x00280011};
constexpr std::string_view kPainted = "Text in the picture that may identify the patient was painted over";
/// Of an ST value (PS3.5, 6.2).
constexpr std::size_t kLongestDescription = 1024;

}  // namespace

std::string derivation_after(std::string_view before, std::string_view what) {
    if (before.find(what) != std::string_view::npos) return std::string{before};
    const auto joined = (before.empty() ? "" : std::string{before} + "; ") + std::string{what};
    return joined.size() <= kLongestDescription ? joined : std::string{what};
}

std::optional<std::string_view> film_syntax(const dicom::DataSet& data, const film::Rewritten& film) {
    constexpr std::string_view kLevel41 = "1.2.840.10008.1.2.4.102", kLevel42 = "1.2.840.10008.1.2.4.104",
                               kHevcMain10 = "1.2.840.10008.1.2.4.108";
    constexpr unsigned kUsualBits = 8, kMain10Bits = 10;
    if (!film.is_halved) return std::nullopt;
    if (film.bits == kMain10Bits) return kHevcMain10;
    if (film.bits != kUsualBits) return std::nullopt;
    if (data.transfer_syntax == kLevel41 || data.transfer_syntax == kLevel42) return data.transfer_syntax;
    constexpr std::int64_t kMostColumns = 1920, kMostRows = 1080;
    const bool is_small =
        data.integer(kColumns).value_or(0) <= kMostColumns && data.integer(kRows).value_or(0) <= kMostRows;
    return is_small ? kLevel41 : kLevel42;
}

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
    values[kDerivation] = {vr::ST, derivation_after(description, kPainted)};
    values[kBurnedIn] = {vr::CS, "NO"};
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    const bool is_stored_anew = painting.is_decoded || painting.film;
    if (is_stored_anew && syntax != nullptr && syntax->lossy) values[kLossy] = {vr::CS, "01"};
    return values;
}

}  // namespace medal::imaging::deid
