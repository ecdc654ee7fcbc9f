#include "imaging/deid/identifiers.h"

#include "imaging/deid/policy.h"
#include "imaging/deid/text_folding.h"
#include "imaging/deid/values.h"
#include "imaging/deid/vocabulary.h"
#include "imaging/dicom/charset.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

using dicom::Tag;
namespace vr = dicom::vr;

constexpr std::size_t kShortestNamePart = 3;
constexpr std::size_t kShortestPhrase = 4;
constexpr std::size_t kLongestPhrase = 256;
/// Longer than a time of day, which other attributes keep.
constexpr std::size_t kShortestNumberInside = 7;

/// Attributes whose whole value identifies a person, a place, an order or a device.
constexpr std::array kIdentifyingTags{
    Tag{0x00080050}, Tag{0x00080080}, Tag{0x00080081}, Tag{0x00080092}, Tag{0x00080094}, Tag{0x00081010},
    Tag{0x00081040}, Tag{0x00100020}, Tag{0x00100021}, Tag{0x00100050}, Tag{0x00101000}, Tag{0x00101001},
    Tag{0x00101005}, Tag{0x00101040}, Tag{0x00101050}, Tag{0x00101060}, Tag{0x00101080}, Tag{0x00101081},
    Tag{0x00101090}, Tag{0x00102154}, Tag{0x00102155}, Tag{0x00102299}, Tag{0x00120021}, Tag{0x00120030},
    Tag{0x00120031}, Tag{0x00120040}, Tag{0x00120042}, Tag{0x00181000}, Tag{0x00181002}, Tag{0x00181008},
    Tag{0x00200010}, Tag{0x00321020}, Tag{0x00321021}, Tag{0x00380010}, Tag{0x00380060}, Tag{0x00380300},
    Tag{0x00380400}, Tag{0x00400009}, Tag{0x00400010}, Tag{0x00400011}, Tag{0x00400241}, Tag{0x00400242},
    Tag{0x00400243}, Tag{0x00400253}, Tag{0x00401001}, Tag{0x00401102}, Tag{0x00401103}, Tag{0x00402008},
    Tag{0x00402009}, Tag{0x00402010}, Tag{0x00402016}, Tag{0x00402017}, Tag{0x0040A027}, Tag{0x0040A07A},
    Tag{0x00400512}, Tag{0x00400551}, Tag{0x04000563}, Tag{0x04000564},
};

constexpr std::string_view kNameSeparators = " ^=\\,.;\t\n";
constexpr std::string_view kJoints = "-'";
constexpr std::string_view kWordSeparators = " ^=\\,.;\t\n-'";
/// Of a name with joints, alone: "Ann" of "Mary-Ann" would take too many words with it.
constexpr std::size_t kShortestPiece = 4;

bool is_letter_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// At least three different characters, so that "0000000" or "----" is nobody's number.
bool carries_information(std::string_view text) {
    const std::set<char> different{text.begin(), text.end()};
    return different.size() >= 3;
}

template <class Visit>
void for_each_part(std::string_view text, std::string_view separators, Visit&& visit) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find_first_of(separators, begin), text.size());
        if (end > begin) visit(text.substr(begin, end - begin));
        begin = end + 1;
    }
}

}  // namespace

void Identifiers::add_part(std::string_view lower) {
    for (const auto& spelling : spellings_of(lower)) {
        const bool ascii = dicom::is_plain_ascii(spelling);
        const auto letters = std::count_if(spelling.begin(), spelling.end(), is_letter_byte);
        if (letters < static_cast<std::ptrdiff_t>(ascii ? kShortestNamePart : 2)) continue;
        if (carries_information(spelling)) edit().name_parts.insert(spelling);
    }
}

void Identifiers::add_full_name(std::string_view utf8) {
    std::string joined;
    for_each_part(to_lower(utf8), kWordSeparators, [&](std::string_view word) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    });
    if (joined.find(' ') != std::string::npos && joined.size() <= kLongestPhrase)
        edit().full_names.insert(joined);
}

void Identifiers::add_name(std::string_view utf8) {
    add_written_name(utf8);
    if (const auto text = folded(utf8)) add_written_name(text->text);
}

void Identifiers::add_written_name(std::string_view utf8) {
    for_each_part(utf8, kNameSeparators, [&](std::string_view part) {
        const auto lower = to_lower(part);
        add_part(lower);
        // Numbers between hyphens make it a code of a study, whose words are everybody's.
        const bool is_code = lower.find_first_of("0123456789") != std::string::npos;
        if (is_code || lower.find_first_of(kJoints) == std::string::npos) return;
        // "O'Brien-Plumbago" is also written OBrien, Plumbago and OBrienPlumbago.
        std::string joined;
        for_each_part(lower, kJoints, [&](std::string_view piece) {
            joined += piece;
            if (piece.size() >= kShortestPiece && !is_clinical_word(piece)) add_part(piece);
        });
        add_part(joined);
        for_each_part(lower, "-", [&](std::string_view piece) {
            std::string bare{piece};
            std::erase(bare, '\'');
            if (bare.size() >= kShortestPiece && !is_clinical_word(bare)) add_part(bare);
        });
    });
    for_each_part(utf8, "\\=", [&](std::string_view person) { add_full_name(person); });
}

void Identifiers::add_phrase(std::string_view utf8) {
    add_written_phrase(utf8);
    if (const auto text = folded(utf8)) add_written_phrase(text->text);
}

void Identifiers::add_written_phrase(std::string_view utf8) {
    const auto phrase = dicom::trimmed(utf8);
    if (phrase.size() < kShortestPhrase || phrase.size() > kLongestPhrase || !carries_information(phrase))
        return;
    edit().phrases.insert(to_lower(phrase));
}

/// "7734411" of "MRN-7734411": the prefix is a habit of one system.
void Identifiers::add_number_inside(std::string_view utf8) {
    for_each_part(utf8, " -_/.:#\\", [&](std::string_view part) {
        const bool digits =
            std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits && part.size() >= kShortestNumberInside) add_phrase(part);
    });
}

void Identifiers::collect_name(std::string_view raw, std::string_view charset) {
    const dicom::Charset decoder{charset};
    add_name(decoder.to_utf8(raw));
    if (dicom::is_plain_ascii(raw)) return;
    for_each_part(raw, "^=\\ ", [&](std::string_view part) {
        if (part.size() >= 4 && !dicom::is_plain_ascii(part)) edit().raw_parts.insert(std::string{part});
    });
}

void Identifiers::collect_element(const dicom::DataSet& data, const dicom::Element& element,
                                  std::string_view charset) {
    const auto raw = text_of(data.value(element));
    if (element.vr == vr::PN) return collect_name(raw, charset);
    if (element.vr == vr::UI && is_class_uid(element.tag)) return;
    if (element.vr == vr::UI) {
        for_each_part(raw, "\\", [&](std::string_view part) {
            const auto uid = dicom::trimmed(part);
            if (uid.size() > 8 && !is_standard_uid(uid)) edit().uids.insert(std::string{uid});
        });
        return;
    }
    if (element.tag == dicom::tags::kPatientBirthDate) {
        const auto date = dicom::trimmed(raw);
        if (date.size() == 8) edit().birth_dates.insert(std::string{date});
        return;
    }
    if (std::find(kIdentifyingTags.begin(), kIdentifyingTags.end(), element.tag) == kIdentifyingTags.end())
        return;
    const dicom::Charset decoder{charset};
    const auto utf8 = decoder.to_utf8(raw);
    const bool multi = element.vr != vr::ST && element.vr != vr::LT && element.vr != vr::UT;
    for_each_part(utf8, multi ? "\\" : "\n", [&](std::string_view part) { add_phrase(part); });
    if (element.tag == dicom::tags::kPatientId) add_number_inside(utf8);
}

void Identifiers::collect(const dicom::DataSet& data) {
    // An item may bring a character set of its own (PS3.3, C.12.1.1.2); it ends with the item.
    struct Scope {
        std::uint32_t end;
        std::string_view charset;
    };
    std::vector<Scope> scopes{{static_cast<std::uint32_t>(data.elements.size()), {}}};
    for (std::uint32_t i = 0; i < data.elements.size(); ++i) {
        const auto& element = data.elements[i];
        while (i >= scopes.back().end) scopes.pop_back();
        if (element.kind == dicom::Kind::item) scopes.push_back({element.end, scopes.back().charset});
        if (element.kind != dicom::Kind::value || !dicom::is_text(element.vr) || element.length == 0)
            continue;
        if (element.tag == dicom::tags::kCharacterSet) {
            scopes.back().charset = text_of(data.value(element));
        } else if (element.length <= 1 << 16) {
            collect_element(data, element, scopes.back().charset);
        }
    }
}

void Identifiers::merge(const Identifiers& other) {
    const auto& more = other.reveal();
    edit().name_parts.insert(more.name_parts.begin(), more.name_parts.end());
    edit().full_names.insert(more.full_names.begin(), more.full_names.end());
    edit().phrases.insert(more.phrases.begin(), more.phrases.end());
    edit().raw_parts.insert(more.raw_parts.begin(), more.raw_parts.end());
    edit().uids.insert(more.uids.begin(), more.uids.end());
    edit().birth_dates.insert(more.birth_dates.begin(), more.birth_dates.end());
}

}  // namespace medal::imaging::deid
