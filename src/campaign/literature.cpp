#include "campaign/literature.h"

#include "base/text.h"

#include <algorithm>
#include <string>

namespace medal::campaign {
namespace {

constexpr std::size_t kLeastRegistrantDigits = 4;

bool is_printable(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '<' || c == '>' || c == '"';
    });
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Digits, in groups parted by dots: "1038", "1000.10".
bool is_registrant(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    const bool only = std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
    return only && static_cast<std::size_t>(digits) >= kLeastRegistrantDigits && is_digit(text.front()) &&
           is_digit(text.back());
}

std::string_view without(std::string_view text, std::string_view prefix) {
    if (base::lower_ascii(text.substr(0, prefix.size())) == prefix) text.remove_prefix(prefix.size());
    return text;
}

}  // namespace

bool is_doi(std::string_view text) {
    const auto bare = base::trimmed(without(base::trimmed(text), "doi:"));
    const auto slash = bare.find('/');
    if (!bare.starts_with("10.") || slash == std::string_view::npos || slash + 1 == bare.size()) return false;
    const auto registrant = bare.substr(3, slash - 3);
    return !registrant.empty() && is_registrant(registrant) && is_printable(bare);
}

bool is_web_address(std::string_view text) {
    const auto trimmed = base::trimmed(text);
    const auto rest = without(without(trimmed, "https://"), "http://");
    if (rest.size() == trimmed.size() || !is_printable(rest)) return false;
    const auto host = rest.substr(0, rest.find_first_of("/?#"));
    const auto dot = host.find('.');
    return dot != std::string_view::npos && dot > 0 && !host.ends_with('.') &&
           host.find('@') == std::string_view::npos;
}

}  // namespace medal::campaign
