#include "imaging/dicom/charset.h"

#include "imaging/dicom/data_set.h"

#include <algorithm>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

namespace medal::imaging::dicom {
namespace {

constexpr std::string_view kUtf8 = "ISO_IR 192";
constexpr std::string_view kLatin1 = "ISO_IR 100";

std::string latin1_to_utf8(std::string_view raw) {
    std::string text;
    for (const char letter : raw) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x80) {
            text += letter;
        } else {
            text += static_cast<char>(0xC0 | (code >> 6));
            text += static_cast<char>(0x80 | (code & 0x3F));
        }
    }
    return text;
}

/// Keeps ASCII and, with `latin`, the letters of U+0080..U+00FF as one byte each.
std::string narrowed(std::string_view text, bool latin) {
    std::string raw;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto code = static_cast<unsigned char>(text[i]);
        if (code < 0x80) raw += text[i];
        const bool two_bytes = (code == 0xC2 || code == 0xC3) && i + 1 < text.size();
        if (two_bytes && latin) {
            raw += static_cast<char>(((code & 0x03) << 6) | (static_cast<unsigned char>(text[i + 1]) & 0x3F));
        }
    }
    return raw;
}

}  // namespace

struct Charset::Converter {
    mutable DcmSpecificCharacterSet dcmtk;
};

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\x1b'; });
}

Charset::Charset(std::string_view terms) : terms_(trimmed(terms)) {
    if (terms_.empty() || terms_ == kUtf8 || terms_ == kLatin1) return;
    auto converter = std::make_unique<Converter>();
    if (converter->dcmtk.selectCharacterSet(OFString{terms_.data(), terms_.size()}).good()) {
        converter_ = std::move(converter);
    }
}

Charset::~Charset() = default;
Charset::Charset(Charset&&) noexcept = default;
Charset& Charset::operator=(Charset&&) noexcept = default;

std::string Charset::to_utf8(std::string_view raw) const {
    if (is_plain_ascii(raw) || terms_ == kUtf8) return std::string{raw};
    OFString converted;
    if (converter_ != nullptr &&
        converter_->dcmtk.convertString(raw.data(), raw.size(), converted, "\\^=").good()) {
        return {converted.data(), converted.size()};
    }
    return latin1_to_utf8(raw);
}

std::string Charset::from_utf8(std::string_view text) const {
    if (is_plain_ascii(text) || terms_ == kUtf8) return std::string{text};
    return narrowed(text, terms_ == kLatin1);
}

}  // namespace medal::imaging::dicom
