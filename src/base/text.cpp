#include "base/text.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>

namespace medal::base {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

// The length of the sequence that starts with `lead`, and the smallest code point that needs it.
struct SequenceKind {
    std::size_t length;
    std::uint32_t minimum;
    std::uint32_t bits;
};

SequenceKind kind_of(unsigned char lead) {
    if (lead < 0x80) return {1, 0, lead};
    if (lead >= 0xC2 && lead < 0xE0) return {2, 0x80, lead & 0x1FU};
    if (lead >= 0xE0 && lead < 0xF0) return {3, 0x800, lead & 0x0FU};
    if (lead >= 0xF0 && lead < 0xF5) return {4, 0x10000, lead & 0x07U};
    return {0, 0, 0};
}

// U+00C0..U+00FF folded to plain lower-case letters; a space where there is no letter.
constexpr std::array<std::string_view, 64> kLatin1 = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y"};

bool is_plain_word(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto kind = kind_of(static_cast<unsigned char>(text[i]));
        if (kind.length == 0 || i + kind.length > text.size()) return false;
        std::uint32_t point = kind.bits;
        for (std::size_t k = 1; k < kind.length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0) != 0x80) return false;
            point = (point << 6) | (next & 0x3FU);
        }
        if (point < kind.minimum || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
        i += kind.length;
    }
    return true;
}

std::size_t length_in_characters(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string lower_ascii(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return lower;
}

std::string folded(std::string_view text) {
    const std::string lower = lower_ascii(text);
    std::string result;
    const auto space = [&] {
        if (!result.empty() && result.back() != ' ') result += ' ';
    };
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const auto c = static_cast<unsigned char>(lower[i]);
        const bool latin1 = c == 0xC3 && i + 1 < lower.size();
        if (latin1) {
            const auto letters = kLatin1[(static_cast<unsigned char>(lower[++i]) - 0x80U) & 0x3FU];
            letters == " " ? space() : void(result += letters);
        } else if (is_plain_word(c)) {
            result += static_cast<char>(c);
        } else {
            space();
        }
    }
    return std::string{trimmed(result)};
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto to = std::min(text.find(separator, from), text.size());
        parts.emplace_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

void require_text(std::string_view text, TextLimits limits, std::string_view field) {
    const auto fail = [&](std::string code, std::string message) {
        throw Error{ErrorKind::invalid, std::move(code), std::move(message), {.field = std::string{field}}};
    };
    if (!is_utf8(text)) fail("text.not_utf8", "The text is not valid UTF-8.");
    const auto length = length_in_characters(trimmed(text));
    if (length < limits.min_characters) {
        fail("text.too_short", fmt::format("Write at least {} characters here.", limits.min_characters));
    }
    if (length > limits.max_characters) {
        fail("text.too_long",
             fmt::format("Write at most {} characters here; it has {}.", limits.max_characters, length));
    }
}

}  // namespace medal::base
