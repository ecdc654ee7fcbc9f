// Text as people send it: UTF-8 validity, trimming, case folding for comparison, lengths in code points.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace medal::base {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

/// Code points of valid UTF-8.
std::size_t length_in_characters(std::string_view text) noexcept;

std::string_view trimmed(std::string_view text) noexcept;

/// ASCII letters to lower case; other bytes stay.
std::string lower_ascii(std::string_view text);

/// For search and matching: lower case for ASCII and Latin-1 letters, marks of Latin-1 letters removed
/// ("Ä" → "a", "ß" → "ss"), runs of white space and punctuation to one space, trimmed.
std::string folded(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);

/// Length limits of one text field.
struct TextLimits {
    std::size_t min_characters = 0;
    std::size_t max_characters = 0;
};

/// Throws Error{invalid, "text.too_short" | "text.too_long" | "text.not_utf8"} naming `field` (a JSON
/// pointer).
void require_text(std::string_view text, TextLimits limits, std::string_view field);

}  // namespace medal::base
