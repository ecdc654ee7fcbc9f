#include "imaging/deid/values.h"

#include "imaging/deid/dates.h"
#include "imaging/deid/vocabulary.h"
#include "imaging/dicom/data_set.h"

#include <algorithm>
#include <array>

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

/// Figures and signs with a letter or two (of exponents, units of age, or a slip); more of them are words in
/// a wrong place.
bool is_number(std::string_view value) {
    constexpr std::size_t kMostLetters = 2;
    std::string letters;
    for (const char c : value) {
        const bool figure =
            (c >= '0' && c <= '9') || std::string_view{"+-.: "}.find(c) != std::string_view::npos;
        if (!figure) letters += c;
    }
    const auto lower = to_lower(letters);
    return letters.size() <= kMostLetters || lower == "nan" || lower == "inf";
}

/// A number of the study in full, whatever its sign, zeros in front and a fraction of zeros. Shorter ones are
/// measures as often as not, and the verification does not ask for them either.
bool is_known_number(std::string_view value, const Identifiers::Values& known) {
    constexpr std::size_t kShortest = 5;
    const auto is_known = [&](std::string_view number) {
        return number.size() >= kShortest &&
               (known.phrases.contains(number) || known.birth_dates.contains(number));
    };
    if (value.starts_with('+') || value.starts_with('-')) value.remove_prefix(1);
    const auto point = value.find('.');
    if (point != std::string_view::npos &&
        value.find_first_not_of('0', point + 1) == std::string_view::npos) {
        value = value.substr(0, point);
    }
    return is_known(value) || is_known(value.substr(std::min(value.find_first_not_of('0'), value.size())));
}

std::optional<std::string> cleaned_numbers(std::string_view raw, dicom::Vr value_vr,
                                           const Identifiers& identifiers) {
    bool changed = false;
    auto values = each_value(raw, [&](std::string_view value) {
        if (is_number(value) && !is_known_number(value, identifiers.reveal())) return std::string{value};
        changed = true;
        return dummy_value(value_vr, 0);
    });
    return changed ? std::optional{std::move(values)} : std::nullopt;
}

/// A code that happens to be somebody's name ("HEAD") stays a code; each value keeps its place.
std::optional<std::string> cleaned_codes(std::string_view text, const Identifiers& identifiers,
                                         Search search) {
    bool changed = false;
    auto values = each_value(text, [&](std::string_view code) {
        if (code.empty() || is_code(to_lower(code))) return std::string{code};
        const auto cleaned = clean_text(code, identifiers, search);
        changed = changed || cleaned.has_value();
        if (!cleaned) return std::string{code};
        return cleaned->empty() ? dummy_value(vr::CS, 0) : *cleaned;
    });
    return changed ? std::optional{std::move(values)} : std::nullopt;
}

bool has_no_words(dicom::Vr value_vr) {
    return value_vr == vr::DS || value_vr == vr::IS || value_vr == vr::TM || value_vr == vr::AS ||
           value_vr == vr::DA || value_vr == vr::DT;
}

}  // namespace

bool is_standard_uid(std::string_view uid) {
    constexpr std::string_view kRoot = "1.2.840.10008.";
    constexpr std::size_t kLongestPart = 4;
    if (!uid.starts_with(kRoot)) return false;
    std::size_t part = 0;
    for (const char c : uid.substr(kRoot.size())) {
        part = c == '.' ? 0 : part + 1;
        if (part > kLongestPart) return false;
    }
    return true;
}

std::string remapped_uids(std::string_view raw, const StudySecrets& secrets) {
    return each_value(raw, [&](std::string_view uid) {
        const bool stays = uid.empty() || is_standard_uid(uid);
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
    if (has_no_words(value_vr)) return cleaned_numbers(raw, value_vr, identifiers);
    const auto text = charset.to_utf8(dicom::trimmed(raw));
    if (text.empty()) return std::nullopt;
    if (value_vr == vr::CS) return cleaned_codes(text, identifiers, search);
    const auto cleaned = clean_text(text, identifiers, search);
    if (!cleaned) return std::nullopt;
    auto value = charset.from_utf8(*cleaned);
    // An attribute that had a value may not be empty in every object; a word that says so is always valid.
    return value.empty() ? dummy_value(value_vr, 0) : value;
}

}  // namespace medal::imaging::deid
