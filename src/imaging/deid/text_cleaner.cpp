#include "imaging/deid/text_cleaner.h"

#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"

#include <algorithm>
#include <set>

namespace medal::imaging::deid {
namespace {

void mark_known_names(TextMarks& marks, const Identifiers::Values& values) {
    for (const auto& word : split_words(marks.text())) {
        if (values.name_parts.contains(word.lower)) marks.mark(word.begin, word.end);
    }
    // Names with hyphens or apostrophes, and names inside unspaced scripts, are not whole words.
    const auto lower = to_lower(marks.text());
    for (const auto& part : values.name_parts) {
        const bool unspaced = static_cast<unsigned char>(part.front()) >= 0x80;
        if (!unspaced && part.find_first_of("-'") == std::string::npos) continue;
        for (auto at = lower.find(part); at != std::string::npos; at = lower.find(part, at + 1)) {
            marks.mark(at, at + part.size());
        }
    }
}

/// Of all texts in the set, because it is sorted. A series has a UID for every slice; what they begin with
/// tells at once that a text holds none of them.
std::string_view common_start(const std::set<std::string>& sorted) {
    if (sorted.empty()) return {};
    const std::string_view first = *sorted.begin();
    const std::string_view last = *sorted.rbegin();
    const auto end = std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first;
    return first.substr(0, static_cast<std::size_t>(end - first.begin()));
}

void mark_known_phrases(TextMarks& marks, const Identifiers::Values& values) {
    const auto lower = to_lower(marks.text());
    for (const auto* phrases : {&values.phrases, &values.uids, &values.birth_dates}) {
        if (lower.find(common_start(*phrases)) == std::string::npos) continue;
        for (const auto& phrase : *phrases) {
            for (auto at = lower.find(phrase); at != std::string::npos; at = lower.find(phrase, at + 1)) {
                const auto end = at + phrase.size();
                const bool whole =
                    (at == 0 || !is_word_byte(lower[at - 1]) || !is_word_byte(lower[at])) &&
                    (end == lower.size() || !is_word_byte(lower[end]) || !is_word_byte(lower[end - 1]));
                if (whole) marks.mark(at, end);
            }
        }
    }
}

}  // namespace

std::optional<std::string> clean_text(std::string_view utf8, const Identifiers& identifiers, Search search) {
    TextMarks marks{utf8};
    mark_known_names(marks, identifiers.reveal());
    mark_known_phrases(marks, identifiers.reveal());
    if (search == Search::known_and_patterns) {
        mark_dates(marks);
        mark_numbers(marks);
        mark_phones(marks);
        mark_mail_and_links(marks);
        mark_addresses(marks);
        mark_institutions(marks);
        mark_names(marks);
    }
    if (!marks.any()) return std::nullopt;
    return marks.remaining();
}

}  // namespace medal::imaging::deid
