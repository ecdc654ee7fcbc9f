#include "imaging/deid/spelling.h"

#include <array>
#include <initializer_list>

namespace medal::imaging::deid {
namespace {

/// Letters with marks, two bytes each, and what is written for them without, and in transcription.
struct Marked {
    std::string_view letters;
    std::string_view plain;
    std::string_view transcribed;
};
constexpr std::array kMarked{
    Marked{"àáâãāăą", "a", "a"},   Marked{"ä", "a", "ae"},    Marked{"å", "a", "aa"},
    Marked{"æ", "ae", "ae"},       Marked{"çćĉċč", "c", "c"}, Marked{"ďđð", "d", "d"},
    Marked{"èéêëēĕėęě", "e", "e"}, Marked{"ĝğġģ", "g", "g"},  Marked{"ĥħ", "h", "h"},
    Marked{"ìíîïĩīĭįı", "i", "i"}, Marked{"ĵ", "j", "j"},     Marked{"ķ", "k", "k"},
    Marked{"ĺļľŀł", "l", "l"},     Marked{"ñńņň", "n", "n"},  Marked{"òóôõōŏőơ", "o", "o"},
    Marked{"ö", "o", "oe"},        Marked{"ø", "o", "oe"},    Marked{"œ", "oe", "oe"},
    Marked{"ŕŗř", "r", "r"},       Marked{"śŝşš", "s", "s"},  Marked{"ß", "ss", "ss"},
    Marked{"ţťŧ", "t", "t"},       Marked{"þ", "th", "th"},   Marked{"ùúûũūŭůűųư", "u", "u"},
    Marked{"ü", "u", "ue"},        Marked{"ŵ", "w", "w"},     Marked{"ýÿŷ", "y", "y"},
    Marked{"źżž", "z", "z"},       Marked{"ά", "α", "α"},     Marked{"έ", "ε", "ε"},
    Marked{"ή", "η", "η"},         Marked{"ίϊΐ", "ι", "ι"},   Marked{"ό", "ο", "ο"},
    Marked{"ύϋΰ", "υ", "υ"},       Marked{"ώ", "ω", "ω"},     Marked{"ё", "е", "е"},
};

const Marked* find_marked(std::string_view letter) {
    for (const auto& marked : kMarked) {
        for (std::size_t at = 0; at < marked.letters.size(); at += 2) {
            if (marked.letters.substr(at, 2) == letter) return &marked;
        }
    }
    return nullptr;
}

bool is_between(unsigned code, unsigned first, unsigned last) {
    return code >= first && code <= last;
}

/// Unicode's simple case mapping of the letters that take two bytes in UTF-8.
unsigned lower_code(unsigned code) {
    if (is_between(code, 0xC0, 0xDE) && code != 0xD7) return code + 0x20;
    if (code == 0x178) return 0xFF;
    if (code == 0x1A0 || code == 0x1AF) return code + 1;  // o and u with a horn
    const bool even_is_upper = is_between(code, 0x100, 0x137) || is_between(code, 0x14A, 0x177);
    if (even_is_upper && code != 0x130 && code != 0x131) return code | 1U;
    if (is_between(code, 0x139, 0x148) || is_between(code, 0x179, 0x17E))
        return code % 2 == 1 ? code + 1 : code;
    if (code == 0x386) return 0x3AC;
    if (is_between(code, 0x388, 0x38A)) return code + 37;
    if (code == 0x38C) return 0x3CC;
    if (is_between(code, 0x38E, 0x38F)) return code + 63;
    if (is_between(code, 0x391, 0x3AB) || is_between(code, 0x410, 0x42F)) return code + 0x20;
    if (code == 0x3C2) return 0x3C3;  // the final sigma is a sigma
    return is_between(code, 0x400, 0x40F) ? code + 0x50 : code;
}

unsigned upper_code(unsigned code) {
    for (const unsigned distance : {0x20U, 1U, 0x50U, 37U, 38U, 63U, 64U}) {
        if (code > distance && lower_code(code - distance) == code) return code - distance;
    }
    return code == 0xFF ? 0x178 : code;
}

bool starts_pair(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    return first >= 0xC3 && first <= 0xD1 && at + 1 < text.size() &&
           (static_cast<unsigned char>(text[at + 1]) & 0xC0U) == 0x80;
}

/// U+1E00 to U+1EFF, three bytes each: the letters of Vietnamese and others, small ones behind their
/// capitals.
bool starts_triple(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    return at + 2 < text.size() && byte(0) == 0xE1 && byte(1) >= 0xB8 && byte(1) <= 0xBB &&
           (byte(2) & 0xC0U) == 0x80;
}

/// Without their marks; U+1E96 to U+1E9F (of no living alphabet but the sharp s) have no capital here.
char plain_of_triple(std::string_view text, std::size_t at) {
    constexpr std::string_view kPlain =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss"
        "ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzz??????????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee"
        "iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";
    const auto code =
        (static_cast<std::size_t>(text[at + 1] & 0x3F) << 6U) | static_cast<std::size_t>(text[at + 2] & 0x3F);
    const auto index = code - 0xE00;
    return index < kPlain.size() ? kPlain[index] : '?';
}

bool has_even_capital(std::string_view text, std::size_t at) {
    const auto low = static_cast<unsigned char>(text[at + 2]);
    const bool is_odd_one = static_cast<unsigned char>(text[at + 1]) == 0xBA && low >= 0x96 && low <= 0x9F;
    return starts_triple(text, at) && !is_odd_one;
}

template <class Change>
std::string with_case(std::string_view text, char first, char last, int distance, Change&& change) {
    std::string out{text};
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] >= first && out[i] <= last) {
            out[i] = static_cast<char>(out[i] + distance);
        } else if (starts_pair(out, i)) {
            const unsigned code = ((static_cast<unsigned char>(out[i]) & 0x1FU) << 6U) |
                                  (static_cast<unsigned char>(out[i + 1]) & 0x3FU);
            const unsigned other = change(code);
            out[i] = static_cast<char>(0xC0U | (other >> 6U));
            out[++i] = static_cast<char>(0x80U | (other & 0x3FU));
        } else if (i + 2 < out.size() && has_even_capital(out, i)) {
            i += 2;
            out[i] = static_cast<char>(distance > 0 ? out[i] | 1 : out[i] & ~1);
        }
    }
    return out;
}

/// U+0300 to U+036F, which stand behind the letter that they mark.
bool is_combining(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    return at + 1 < text.size() &&
           (first == 0xCC || (first == 0xCD && static_cast<unsigned char>(text[at + 1]) < 0xB0));
}

}  // namespace

std::string to_lower(std::string_view utf8) {
    return with_case(utf8, 'A', 'Z', 32, lower_code);
}

std::string to_upper(std::string_view utf8) {
    return with_case(utf8, 'a', 'z', -32, upper_code);
}

std::set<std::string> spellings_of(std::string_view lower) {
    std::string plain;
    std::string transcribed;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (is_combining(lower, i)) {
            ++i;
            continue;
        }
        if (starts_triple(lower, i) && plain_of_triple(lower, i) != '?') {
            plain += plain_of_triple(lower, i);
            transcribed += plain.back();
            i += 2;
            continue;
        }
        const auto* marked = starts_pair(lower, i) ? find_marked(lower.substr(i, 2)) : nullptr;
        plain += marked != nullptr ? marked->plain : lower.substr(i, 1);
        transcribed += marked != nullptr ? marked->transcribed : lower.substr(i, 1);
        if (marked != nullptr) ++i;
    }
    return {std::string{lower}, plain, transcribed};
}

}  // namespace medal::imaging::deid
