#include "imaging/deid/values.h"

#include "imaging/deid/dates.h"
#include "imaging/deid/vocabulary.h"
#include "imaging/dicom/data_set.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

namespace vr = dicom::vr;

template <class Change>
std::string each_value(std::string_view raw, Change&& change) {
    std::string out;
    std::size_t begin = 0;
    while (true) {
        const auto end = std::min(raw.find('\\', begin), raw.size());
        out += change(dicom::trimmed(raw.substr(begin, end - begin)));
        if (end == raw.size()) return out;
        out += '\\';
        begin = end + 1;
    }
}

bool has_no_words(dicom::Vr value_vr) {
    return value_vr == vr::DS || value_vr == vr::IS || value_vr == vr::TM || value_vr == vr::AS ||
           value_vr == vr::DA || value_vr == vr::DT;
}

}  // namespace

std::string remapped_uids(std::string_view raw, const StudySecrets& secrets) {
    return each_value(raw, [&](std::string_view uid) {
        const bool stays = uid.empty() || uid.starts_with("1.2.840.10008.");
        return stays ? std::string{uid} : secrets.uid(uid);
    });
}

std::string shifted_dates(std::string_view raw, dicom::Vr value_vr, int days) {
    bool sound = true;
    auto moved = each_value(raw, [&](std::string_view date) {
        if (date.empty()) return std::string{};
        const auto shifted = value_vr == vr::DT ? shift_date_time(date, days) : shift_date(date, days);
        sound = sound && shifted.has_value();
        return shifted.value_or("");
    });
    return sound ? moved : std::string{};
}

std::string dummy_value(dicom::Vr value_vr, std::size_t size) {
    switch (value_vr) {
        case vr::AE:
        case vr::CS:
        case vr::LO:
        case vr::LT:
        case vr::SH:
        case vr::ST:
        case vr::UC:
        case vr::UT:
            return "REMOVED";
        case vr::PN:
            return "ANONYMOUS";
        case vr::AS:
            return "000Y";
        case vr::DA:
            return "19000101";
        case vr::DT:
            return "19000101000000";
        case vr::TM:
            return "000000";
        case vr::DS:
        case vr::IS:
            return "0";
        case vr::UR:
            return "urn:removed";
        default:
            return std::string(size, '\0');
    }
}

std::optional<std::string> cleaned_value(std::string_view raw, dicom::Vr value_vr,
                                         const dicom::Charset& charset, const Identifiers& identifiers,
                                         Search search) {
    if (has_no_words(value_vr)) return std::nullopt;
    const auto text = charset.to_utf8(dicom::trimmed(raw));
    if (text.empty()) return std::nullopt;
    // A code that happens to be somebody's name ("HEAD") stays a code.
    if (value_vr == vr::CS && is_clinical_word(to_lower(text))) return std::nullopt;
    const auto cleaned = clean_text(text, identifiers, search);
    if (!cleaned) return std::nullopt;
    auto value = charset.from_utf8(*cleaned);
    // An attribute that had a value may not be empty in every object; a word that says so is always valid.
    return value.empty() ? dummy_value(value_vr, 0) : value;
}

}  // namespace medal::imaging::deid
