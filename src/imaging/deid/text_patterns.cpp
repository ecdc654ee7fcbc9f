// Dates, numbers, phones and addresses on the net: what identifies by its form, whoever it belongs to.
#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"
#include "imaging/deid/vocabulary.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

/// Six digits in a row are a record number or a date; sizes, times and angles have fewer.
constexpr std::size_t kShortestNumber = 6;
constexpr std::size_t kFewestPhoneDigits = 7;
constexpr std::size_t kMostPhoneDigits = 16;

/// Three groups of one to four digits with the same separator: 21.03.2019, 2019-03-21, 3/21/19.
bool is_numeric_date(std::string_view text, char separator) {
    std::size_t groups = 0;
    std::size_t longest = 0;
    std::size_t begin = 0;
    while (begin <= text.size()) {
        const auto end = std::min(text.find(separator, begin), text.size());
        const auto group = text.substr(begin, end - begin);
        const bool digits = !group.empty() && std::all_of(group.begin(), group.end(), is_digit);
        if (!digits || group.size() > 4 || group.size() == 3) return false;
        longest = std::max(longest, group.size());
        ++groups;
        begin = end + 1;
    }
    // 1.2.3 is a version, 3/21/19 a date: two-digit years need a separator that versions do not have.
    return groups == 3 && (longest == 4 || separator != '.');
}

std::string_view core_of(std::string_view chunk) {
    while (!chunk.empty() && !is_word_byte(chunk.front())) chunk.remove_prefix(1);
    while (!chunk.empty() && !is_word_byte(chunk.back())) chunk.remove_suffix(1);
    return chunk;
}

bool holds_month_and_number(const Word& word) {
    if (word.digits == 0) return false;
    const auto letters_end = word.lower.find_first_of("0123456789");
    const auto letters_begin = word.lower.find_last_of("0123456789") + 1;
    return is_month(std::string_view{word.lower}.substr(0, letters_end)) ||
           is_month(std::string_view{word.lower}.substr(letters_begin));
}

bool is_phone_byte(char c) {
    return is_digit(c) || std::string_view{" ()+-./"}.find(c) != std::string_view::npos;
}

}  // namespace

void mark_dates(TextMarks& marks) {
    const auto text = marks.text();
    for (const auto& chunk : split_chunks(text)) {
        const auto core = core_of(text.substr(chunk.begin, chunk.end - chunk.begin));
        for (const char separator : {'.', '-', '/'}) {
            if (is_numeric_date(core, separator)) marks.mark(chunk.begin, chunk.end);
        }
    }
    const auto words = split_words(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (holds_month_and_number(words[i])) marks.mark(words[i].begin, words[i].end);
        if (!is_month(words[i].lower)) continue;
        const bool before = i > 0 && words[i - 1].is_number() && words[i].begin - words[i - 1].end <= 2;
        const bool after =
            i + 1 < words.size() && words[i + 1].is_number() && words[i + 1].begin - words[i].end <= 2;
        if (!before && !after) continue;
        const auto first = before ? i - 1 : i;
        auto last = after ? i + 1 : i;
        if (after && last + 1 < words.size() && words[last + 1].digits == 4 && words[last + 1].is_number())
            ++last;
        marks.mark(words[first].begin, words[last].end);
    }
}

void mark_numbers(TextMarks& marks) {
    const auto text = marks.text();
    for (const auto& word : split_words(text)) {
        if (word.longest_digit_run < kShortestNumber) continue;
        // A prefix that hangs on belongs to the number: "MRN-7734411".
        auto begin = word.begin;
        while (begin > 0 &&
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
