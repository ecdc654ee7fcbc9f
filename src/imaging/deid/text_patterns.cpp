// Numbers, phones and addresses on the net: what identifies by its form, whoever it belongs to.
#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

/// Six digits in a row are a record number or a date; sizes, times and angles have fewer.
constexpr std::size_t kShortestNumber = 6;
constexpr std::size_t kFewestPhoneDigits = 7;
constexpr std::size_t kMostPhoneDigits = 16;

bool is_phone_byte(char c) {
    return is_digit(c) || std::string_view{" ()+-./"}.find(c) != std::string_view::npos;
}

}  // namespace

void mark_numbers(TextMarks& marks) {
    const auto text = marks.text();
    for (const auto& word : split_words(text)) {
        if (word.longest_digit_run < kShortestNumber) continue;
        // A prefix that hangs on belongs to the number: "MRN-7734411".
        auto begin = word.begin;
        while (begin > 0 && !marks.is_marked(begin - 1) &&
               (is_word_byte(text[begin - 1]) || text[begin - 1] == '-' || text[begin - 1] == '#'))
            --begin;
        marks.mark(begin, word.end);
    }
    // Letters and digits mixed, five digits and more: accession and record numbers ("186B7928").
    for (const auto& word : split_words(text)) {
        if (!word.is_number() && word.digits >= 5 && word.lower.find('x') == std::string::npos) {
            marks.mark(word.begin, word.end);
        }
    }
}

void mark_phones(TextMarks& marks) {
    const auto text = marks.text();
    std::size_t at = 0;
    while (at < text.size()) {
        const bool starts = is_digit(text[at]) || text[at] == '+' || text[at] == '(';
        if (!starts || (at > 0 && is_word_byte(text[at - 1]))) {
            ++at;
            continue;
        }
        auto end = at;
        std::size_t digits = 0;
        while (end < text.size() && is_phone_byte(text[end])) digits += is_digit(text[end++]) ? 1 : 0;
        while (end > at && !is_digit(text[end - 1])) --end;
        const bool glued = end < text.size() && is_word_byte(text[end]);
        if (digits >= kFewestPhoneDigits && digits <= kMostPhoneDigits && !glued) marks.mark(at, end);
        at = std::max(end, at + 1);
    }
}

void mark_mail_and_links(TextMarks& marks) {
    const auto text = marks.text();
    for (const auto& chunk : split_chunks(text)) {
        const auto piece = text.substr(chunk.begin, chunk.end - chunk.begin);
        const auto at = piece.find('@');
        const bool mail = at != std::string_view::npos && at > 0 && at + 1 < piece.size();
        const bool link = piece.find("://") != std::string_view::npos || piece.starts_with("www.");
        if (mail || link) marks.mark(chunk.begin, chunk.end);
    }
}

}  // namespace medal::imaging::deid
