// Numbers, phones and addresses on the net: what identifies by its form, whoever it belongs to.
#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"
#include "imaging/one_of.h"

#include <algorithm>
#include <array>
#include <vector>

namespace medal::imaging::deid {
namespace {

/// Six digits in a row are a record number or a date; sizes, times and angles have fewer.
constexpr std::size_t kShortestNumber = 6;
constexpr std::size_t kFewestPhoneDigits = 7;
constexpr std::size_t kMostPhoneDigits = 16;

bool is_phone_byte(char c) {
    return is_digit(c) || std::string_view{" ()+-./"}.find(c) != std::string_view::npos;
}

/// "1200", "0", "0.625", "-1.5"; a number of a phone begins with a zero, or is longer.
bool is_setting(std::string_view group) {
    const auto number = group.starts_with('-') ? group.substr(1) : group;
    const auto whole = number.substr(0, number.find('.'));
    if (number.size() == whole.size() && number.size() != group.size()) return false;
    if (whole.empty() || whole.size() > 4 || (whole.front() == '0' && whole.size() > 1)) return false;
    const auto rest = number.substr(std::min(whole.size() + 1, number.size()));
    return std::all_of(whole.begin(), whole.end(), is_digit) &&
           std::all_of(rest.begin(), rest.end(), is_digit) && rest.size() <= 4;
}

/// Strengths of diffusion, times and thicknesses: in steps that people choose, one above the other.
bool are_round_and_rise(const std::vector<std::string_view>& groups) {
    int before = 0;
    for (const auto group : groups) {
        int value = 0;
        for (const char digit : group) value = value * 10 + (digit - '0');
        if (value < before || (value >= 10 && value % 5 != 0)) return false;
        before = value;
    }
    return groups.size() >= 3;
}

/// "0 50 400 800", "2000/90/150", "0.625 1.25 2.5": numbers of a protocol, which nobody can call.
bool are_settings(std::string_view run) {
    std::vector<std::string_view> groups;
    for (std::size_t begin = 0; begin <= run.size();) {
        const auto end = std::min(run.find_first_of(" /", begin), run.size());
        if (end > begin) groups.push_back(run.substr(begin, end - begin));
        begin = end + 1;
    }
    if (groups.size() < 2 || !std::all_of(groups.begin(), groups.end(), is_setting)) return false;
    const bool are_fractions = std::all_of(groups.begin(), groups.end(), [](std::string_view group) {
        return group.find('.') != std::string_view::npos || group == "0";
    });
    if (are_fractions) return true;
    if (run.find_first_of(".-") != std::string_view::npos) return false;
    return run.find(' ') == std::string_view::npos || are_round_and_rise(groups);
}

/// "020 555 9142 / 030 555 1234": another number begins behind a stroke between spaces.
bool ends_phone(std::string_view text, std::size_t at) {
    return (text[at] == '/' || text[at] == '-') && at > 0 && text[at - 1] == ' ' && at + 1 < text.size() &&
           text[at + 1] == ' ';
}

constexpr std::size_t kFewestLabelledDigits = 4;
constexpr std::array<std::string_view, 16> kNumberLabels{
    "mrn", "acc", "accession", "pid", "id",  "patid", "patientid", "ssn",
    "nhs", "chi", "dni",       "nif", "bsn", "patnr", "fallnr",    "fallnummer"};

/// "Acc# A2017-00981", "ID: 4471": what the label says outweighs how short it is.
void mark_labelled_numbers(TextMarks& marks, const std::vector<Word>& words) {
    const auto text = marks.text();
    const auto is_gap = [&](std::size_t left, std::string_view signs) {
        const auto gap = text.substr(words[left].end, words[left + 1].begin - words[left].end);
        return gap.size() <= 3 && gap.find_first_not_of(signs) == std::string_view::npos;
    };
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!is_one_of(kNumberLabels, words[i].lower) || !is_gap(i, " #:.-=")) continue;
        auto last = i + 1;
        auto digits = words[last].digits;
        while (last + 1 < words.size() && is_gap(last, "-/.")) digits += words[++last].digits;
        if (digits >= kFewestLabelledDigits) marks.mark(words[i + 1].begin, words[last].end);
    }
}

}  // namespace

void mark_numbers(TextMarks& marks) {
    const auto text = marks.text();
    mark_labelled_numbers(marks, split_words(text));
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
        while (end < text.size() && is_phone_byte(text[end]) && !ends_phone(text, end)) {
            digits += is_digit(text[end++]) ? 1 : 0;
        }
        while (end > at && !is_digit(text[end - 1])) --end;
        const bool glued = end < text.size() && is_word_byte(text[end]);
        const bool is_long = digits >= kFewestPhoneDigits && digits <= kMostPhoneDigits;
        if (is_long && !glued && !are_settings(text.substr(at, end - at))) marks.mark(at, end);
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
