#include "imaging/dicom/charset.h"

#include "base/text.h"
#include "imaging/dicom/data_set.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <iconv.h>

namespace medal::imaging::dicom {
namespace {

constexpr std::string_view kUtf8 = "ISO_IR 192";
constexpr std::string_view kLatin1 = "ISO_IR 100";
constexpr std::string_view kAscii = "ISO_IR 6";

struct Term {
    std::string_view term;
    const char* encoding;
};
/// Defined terms of PS3.3, C.12.1.1.2; the ISO 2022 forms of single-byte sets end in the same number.
constexpr std::array kTerms{
    Term{"IR 100", "ISO-8859-1"},  Term{"IR 101", "ISO-8859-2"}, Term{"IR 109", "ISO-8859-3"},
    Term{"IR 110", "ISO-8859-4"},  Term{"IR 144", "ISO-8859-5"}, Term{"IR 127", "ISO-8859-6"},
    Term{"IR 126", "ISO-8859-7"},  Term{"IR 138", "ISO-8859-8"}, Term{"IR 148", "ISO-8859-9"},
    Term{"IR 203", "ISO-8859-15"}, Term{"IR 13", "SHIFT_JIS"},   Term{"IR 166", "TIS-620"},
    Term{"IR 149", "EUC-KR"},      Term{"IR 58", "EUC-CN"},      Term{"IR 192", "UTF-8"},
    Term{"GB18030", "GB18030"},    Term{"GBK", "GBK"},
};

struct Escape {
    std::string_view sequence;
    const char* encoding;
    /// What makes a segment readable for the converter, which expects the escape itself.
    bool keeps_escape;
};
/// Designations of PS3.3, tables C.12-3 and C.12-4.
constexpr std::array kEscapes{
    Escape{"\x1b$B", "ISO-2022-JP", true},  Escape{"\x1b$(D", "ISO-2022-JP-2", true},
    Escape{"\x1b$)C", "EUC-KR", false},     Escape{"\x1b$)A", "EUC-CN", false},
    Escape{"\x1b(B", "ISO-8859-1", false},  Escape{"\x1b(J", "SHIFT_JIS", false},
    Escape{"\x1b)I", "SHIFT_JIS", false},   Escape{"\x1b-A", "ISO-8859-1", false},
    Escape{"\x1b-B", "ISO-8859-2", false},  Escape{"\x1b-C", "ISO-8859-3", false},
    Escape{"\x1b-D", "ISO-8859-4", false},  Escape{"\x1b-L", "ISO-8859-5", false},
    Escape{"\x1b-G", "ISO-8859-6", false},  Escape{"\x1b-F", "ISO-8859-7", false},
    Escape{"\x1b-H", "ISO-8859-8", false},  Escape{"\x1b-M", "ISO-8859-9", false},
    Escape{"\x1b-b", "ISO-8859-15", false}, Escape{"\x1b-T", "TIS-620", false},
};

const char* encoding_of_term(std::string_view term) {
    const auto found = std::find_if(kTerms.begin(), kTerms.end(),
                                    [&](const Term& known) { return term.ends_with(known.term); });
    return found != kTerms.end() ? found->encoding : "ISO-8859-1";
}

/// False where the bytes are none of this encoding.
bool convert(const char* encoding, std::string_view raw, std::string& out) {
    const auto descriptor = iconv_open("UTF-8", encoding);
    if (descriptor == reinterpret_cast<iconv_t>(-1)) return false;
    std::string source{raw};
    std::string buffer(raw.size() * 4 + 16, '\0');
    char* in = source.data();
    char* to = buffer.data();
    std::size_t in_left = source.size();
    std::size_t out_left = buffer.size();
    const auto code = iconv(descriptor, &in, &in_left, &to, &out_left);
    iconv_close(descriptor);
    if (code == static_cast<std::size_t>(-1) || in_left != 0) return false;
    out.append(buffer, 0, buffer.size() - out_left);
    return true;
}

void convert_or_latin1(const char* encoding, std::string_view raw, std::string& out) {
    if (!convert(encoding, raw, out)) convert("ISO-8859-1", raw, out);
}

const Escape* escape_at(std::string_view text) {
    const auto found = std::find_if(kEscapes.begin(), kEscapes.end(),
                                    [&](const Escape& escape) { return text.starts_with(escape.sequence); });
    return found != kEscapes.end() ? &*found : nullptr;
}

/// Code extensions end at the delimiters of a value and of a name's parts (PS3.5, 6.1.2.5.3).
std::string decode_extended(std::string_view raw, const char* first_encoding) {
    constexpr std::string_view kResets = "\\^=\r\n\t\f";
    std::string out;
    const Escape* active = nullptr;
    std::size_t at = 0;
    while (at < raw.size()) {
        if (const auto* escape = escape_at(raw.substr(at))) {
            active = escape;
            at += escape->sequence.size();
            continue;
        }
        const bool double_byte = active != nullptr && active->keeps_escape;
        auto end = std::min(raw.find('\x1b', at + 1), raw.size());
        if (!double_byte) end = std::min(end, std::min(raw.find_first_of(kResets, at), raw.size()) + 1);
        end = std::min(end, raw.size());
        const auto piece = raw.substr(at, end - at);
        const auto prefix = double_byte ? std::string{active->sequence} : std::string{};
        convert_or_latin1(active != nullptr ? active->encoding : first_encoding, prefix + std::string{piece},
                          out);
        if (!double_byte && kResets.find(piece.back()) != std::string_view::npos) active = nullptr;
        at = end;
    }
    return out;
}

/// The other way; letters that the encoding does not have are dropped.
std::string encode(const char* encoding, std::string_view text) {
    const auto descriptor = iconv_open(encoding, "UTF-8");
    if (descriptor == reinterpret_cast<iconv_t>(-1)) return {};
    std::string source{text};
    std::string buffer(text.size() * 4 + 16, '\0');
    char* in = source.data();
    char* to = buffer.data();
    std::size_t in_left = source.size();
    std::size_t out_left = buffer.size();
    while (iconv(descriptor, &in, &in_left, &to, &out_left) == static_cast<std::size_t>(-1) && in_left > 0 &&
           errno != E2BIG) {
        do {
            ++in;
            --in_left;
        } while (in_left > 0 && (static_cast<unsigned char>(*in) & 0xC0U) == 0x80);
    }
    iconv(descriptor, nullptr, nullptr, &to, &out_left);
    iconv_close(descriptor);
    buffer.resize(buffer.size() - out_left);
    return buffer;
}

/// The double-byte sets of code extensions; ISO-2022-JP brings its escapes itself.
struct Extension {
    std::string_view term;
    const char* encoding;
    std::string_view escape;
};
constexpr std::array kExtensions{Extension{"IR 87", "ISO-2022-JP", ""},
                                 Extension{"IR 149", "EUC-KR", "\x1b$)C"},
                                 Extension{"IR 58", "EUC-CN", "\x1b$)A"}};

const Extension* extension_of(std::string_view terms) {
    const auto found = std::find_if(kExtensions.begin(), kExtensions.end(), [&](const Extension& extension) {
        const auto at = terms.find(extension.term);
        return at != std::string_view::npos && terms.substr(0, at).find('\\') != std::string_view::npos;
    });
    return found != kExtensions.end() ? &*found : nullptr;
}

/// Runs of letters beyond ASCII, each with its escape, so that each is right wherever a value ends.
std::string encode_extended(const Extension& extension, std::string_view text) {
    std::string raw;
    std::size_t at = 0;
    while (at < text.size()) {
        const bool ascii = static_cast<unsigned char>(text[at]) < 0x80;
        const auto begin = at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) < 0x80) == ascii) ++at;
        const auto run = text.substr(begin, at - begin);
        const auto encoded = ascii ? std::string{run} : encode(extension.encoding, run);
        if (!ascii && !encoded.empty()) raw += extension.escape;
        raw += encoded;
    }
    return raw;
}

}  // namespace

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\x1b'; });
}

Charset::Charset(std::string_view terms) : terms_(trimmed(terms)) {}

std::string Charset::to_utf8(std::string_view raw) const {
    if (is_plain_ascii(raw) || terms_ == kUtf8) return std::string{raw};
    const bool latin = terms_.empty() || terms_ == kLatin1 || terms_ == kAscii;
    // Bytes that are letters in UTF-8 are hardly ever meant as anything else, whatever the file declares.
    const bool has_escapes = raw.find('\x1b') != std::string_view::npos;
    if (latin && !has_escapes && base::is_utf8(raw)) return std::string{raw};
    const auto* encoding = encoding_of_term(value_at(terms_, 0));
    if (has_escapes) return decode_extended(raw, encoding);
    std::string text;
    convert_or_latin1(encoding, raw, text);
    return text;
}

std::string Charset::from_utf8(std::string_view text) const {
    if (is_plain_ascii(text) || terms_ == kUtf8) return std::string{text};
    if (const auto* extension = extension_of(terms_)) return encode_extended(*extension, text);
    const auto term = value_at(terms_, 0);
    return encode(term.empty() || term == kAscii ? "ASCII" : encoding_of_term(term), text);
}

}  // namespace medal::imaging::dicom
