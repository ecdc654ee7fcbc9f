#include "contribution/text_check.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace medal::contribution::rules {
namespace {

constexpr std::size_t kLongNumber_digits = 7;
constexpr std::array<std::string_view, 8> kTitles = {"mr",   "mrs",  "ms",       "miss",
                                                     "herr", "frau", "monsieur", "madame"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

// Three numbers parted by one and the same of . / -, the first or last with four digits or all with at most
// two.
bool is_date(std::string_view word) {
    for (const char separator : {'.', '/', '-'}) {
        const auto parts = base::split(word, separator);
        if (parts.size() != 3) continue;
        const bool numbers = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
            return !part.empty() && part.size() <= 4 && std::all_of(part.begin(), part.end(), is_digit);
        });
        const bool has_long =
            std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part.size() > 1; });
        if (numbers && has_long) return true;
    }
    return false;
}

std::size_t longest_run_of_digits(std::string_view word) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : word) {
        run = is_digit(c) ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

bool is_email(std::string_view word) {
    const auto at = word.find('@');
    return at != std::string_view::npos && at > 0 && word.find('.', at) != std::string_view::npos;
}

bool is_phone(std::string_view word) {
    const auto digits = std::count_if(word.begin(), word.end(), is_digit);
    const bool only = std::all_of(word.begin(), word.end(), [](char c) {
        return is_digit(c) || c == '+' || c == '-' || c == '/' || c == '(' || c == ')';
    });
    return only && digits >= 7 && word.find_first_of("+-/(") != std::string_view::npos && !is_date(word);
}

bool is_title(std::string_view word) {
    auto plain = base::lower_ascii(word);
    if (plain.ends_with('.')) plain.pop_back();
    return std::find(kTitles.begin(), kTitles.end(), plain) != kTitles.end();
}

std::vector<std::string> words_of(std::string_view text) {
    std::string spaced{text};
    std::replace_if(
        spaced.begin(), spaced.end(), [](char c) { return c == '\n' || c == '\t' || c == ',' || c == ';'; },
        ' ');
    auto words = base::split(spaced, ' ');
    for (auto& word : words) {
        while (!word.empty() && (word.back() == '.' || word.back() == ':' || word.back() == '?')) {
            if (is_title(word)) break;
            word.pop_back();
        }
    }
    return words;
}

}  // namespace

std::vector<std::string> suspicious_parts(std::string_view text) {
    const auto words = words_of(text);
    const auto any = [&](auto&& test) { return std::any_of(words.begin(), words.end(), test); };
    std::vector<std::string> parts;
    if (any(is_date)) parts.emplace_back("date");
    if (any([](std::string_view word) { return longest_run_of_digits(word) >= kLongNumber_digits; })) {
        parts.emplace_back("long_number");
    }
    if (any(is_email)) parts.emplace_back("email");
    if (any(is_phone)) parts.emplace_back("phone");
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!is_title(words[i]) || words[i + 1].empty() || !is_capital(words[i + 1].front())) continue;
        parts.emplace_back("name");
        break;
    }
    return parts;
}

}  // namespace medal::contribution::rules
