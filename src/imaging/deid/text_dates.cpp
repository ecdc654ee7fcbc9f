// Dates in figures and in words, and ages that are a date of birth in disguise.
#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"
#include "imaging/deid/vocabulary.h"
#include "imaging/one_of.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

constexpr int kOldestAgeYears = 89;
constexpr int kNobodyIsOlderYears = 130;

struct Group {
    std::size_t digits = 0;
    int value = 0;
};

Group read_group(std::string_view text, std::size_t at) {
    Group group;
    while (at < text.size() && is_digit(text[at]) && group.digits < 5) {
        group.value = group.value * 10 + (text[at++] - '0');
        ++group.digits;
    }
    return group;
}

bool is_year(const Group& group) {
    return group.digits == 4 && group.value >= 1850 && group.value <= 2150;
}
bool is_day(const Group& group) {
    return group.digits >= 1 && group.digits <= 2 && group.value >= 1 && group.value <= 31;
}

/// 21.03.2019, 2019-03-21, 3/21/19, 2019:03:21; a version (1.2.3) and a time (10:11:12) are none.
bool are_date(const std::array<Group, 3>& groups, char separator) {
    const auto& [first, second, third] = groups;
    const bool has_month = first.value <= 12 || second.value <= 12;
    if (is_year(first)) return is_day(second) && is_day(third) && (second.value <= 12 || third.value <= 12);
    if (!is_day(first) || !is_day(second) || !has_month) return false;
    return is_year(third) || (third.digits == 2 && separator != ':' && separator != ' ');
}

/// The end of the date that begins at `at`, or `at`.
std::size_t end_of_date(std::string_view text, std::size_t at) {
    std::array<Group, 3> groups;
    auto end = at;
    char separator = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        groups[i] = read_group(text, end);
        end += groups[i].digits;
        if (i + 1 == groups.size()) break;
        if (end + 1 >= text.size() || std::string_view{"./-:_ "}.find(text[end]) == std::string_view::npos)
            return at;
        if (separator != 0 && text[end] != separator) return at;
        separator = text[end++];
        if (separator == '.' && text[end] == ' ') ++end;
    }
    if (end < text.size() && is_digit(text[end])) return at;
    const bool goes_on = end + 1 < text.size() && separator != ' ' && separator != '_' &&
                         text[end] == separator && is_digit(text[end + 1]);
    return !goes_on && are_date(groups, separator) ? end : at;
}

void mark_numeric_dates(TextMarks& marks) {
    const auto text = marks.text();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at])) continue;
        const bool inside =
            at > 0 && (is_digit(text[at - 1]) || (text[at - 1] == '.' && at > 1 && is_digit(text[at - 2])));
        const auto end = inside ? at : end_of_date(text, at);
        if (end > at) marks.mark(at, end);
        while (at + 1 < text.size() && is_digit(text[at + 1])) ++at;
    }
}

/// Year, month and day as Chinese, Japanese and Korean write them behind their numbers.
constexpr std::array<std::string_view, 6> kDateSigns{"年", "月", "日", "년", "월", "일"};
constexpr std::array<std::string_view, 5> kEras{"明治", "大正", "昭和", "平成", "令和"};

/// The end of "8月" at `at`, or `at`.
std::size_t end_of_signed_number(std::string_view text, std::size_t at) {
    const auto group = read_group(text, at);
    auto end = at + group.digits;
    if (group.digits == 0 || group.digits > 4) return at;
    if (end < text.size() && text[end] == ' ') ++end;
    return is_one_of(kDateSigns, text.substr(std::min(end, text.size()), 3)) ? end + 3 : at;
}

/// "2017年8月14日", "8월 14일"; a month or a number of days alone is none.
void mark_signed_dates(TextMarks& marks) {
    const auto text = marks.text();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]) || (at > 0 && is_digit(text[at - 1]))) continue;
        std::size_t numbers = 0;
        auto end = at;
        for (auto next = at; numbers < 3 && next < text.size(); ++numbers) {
            const auto behind = end_of_signed_number(text, next);
            if (behind == next) break;
            end = behind;
            next = behind < text.size() && text[behind] == ' ' ? behind + 1 : behind;
        }
        const bool has_era = at >= 6 && is_one_of(kEras, text.substr(at - 6, 6));
        if (numbers >= 2 || (has_era && numbers == 1)) marks.mark(has_era ? at - 6 : at, end);
    }
}

bool holds_month_and_number(const Word& word) {
    if (word.digits == 0) return false;
    const auto letters_end = word.lower.find_first_of("0123456789");
    const auto letters_begin = word.lower.find_last_of("0123456789") + 1;
    return is_month(std::string_view{word.lower}.substr(0, letters_end)) ||
           is_month(std::string_view{word.lower}.substr(letters_begin));
}

/// "21", "21st".
bool is_day_or_year(const Word& word) {
    constexpr std::array<std::string_view, 4> kOrdinals{"st", "nd", "rd", "th"};
    if (word.is_number()) return true;
    return word.digits > 0 && word.digits <= 2 &&
           is_one_of(kOrdinals, std::string_view{word.lower}.substr(word.digits));
}

bool is_beside(const Word& left, const Word& right) {
    return right.begin - left.end <= 2;
}

/// "of" in "21st of March", "de" in "21 de marzo de 2019".
bool is_joint(const Word& word) {
    constexpr std::array<std::string_view, 4> kJoints{"of", "de", "del", "di"};
    return is_one_of(kJoints, word.lower);
}

/// The number beside words[i], over at most one joint; i where there is none.
std::size_t number_before(const std::vector<Word>& words, std::size_t i) {
    auto at = i;
    if (at > 1 && is_joint(words[at - 1]) && is_beside(words[at - 1], words[at])) --at;
    if (at > 0 && is_day_or_year(words[at - 1]) && is_beside(words[at - 1], words[at])) return at - 1;
    return i;
}

std::size_t number_behind(const std::vector<Word>& words, std::size_t i) {
    auto at = i;
    if (at + 2 < words.size() && is_joint(words[at + 1]) && is_beside(words[at], words[at + 1])) ++at;
    if (at + 1 < words.size() && is_day_or_year(words[at + 1]) && is_beside(words[at], words[at + 1]))
        return at + 1;
    return i;
}

void mark_dates_in_words(TextMarks& marks) {
    const auto words = split_words(marks.text());
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (holds_month_and_number(words[i])) marks.mark(words[i].begin, words[i].end);
        if (!is_month(words[i].lower)) continue;
        const auto first = number_before(words, i);
        auto last = number_behind(words, i);
        if (first == i && last == i) continue;
        const auto year = number_behind(words, last);
        if (last > i && year > last && words[year].digits == 4) last = year;
        marks.mark(words[first].begin, words[last].end);
    }
}

bool is_high_age(std::string_view digits) {
    const auto group = read_group(digits, 0);
    return group.digits == digits.size() && group.digits <= 3 && group.value > kOldestAgeYears &&
           group.value <= kNobodyIsOlderYears;
}

bool is_unit_of_age(std::string_view word) {
    constexpr std::array<std::string_view, 16> kUnits{
        "y",      "yo",      "yr",       "yrs",      "year", "years", "jahre", "jahren",
        "jährig", "jährige", "jähriger", "jährigen", "ans",  "años",  "anni",  "yold"};
    return is_one_of(kUnits, word);
}

bool tells_of_age(std::string_view word) {
    constexpr std::array<std::string_view, 6> kWords{"age", "aged", "alter", "âge", "edad", "ages"};
    return is_one_of(kWords, word);
}

}  // namespace

void mark_dates(TextMarks& marks) {
    mark_numeric_dates(marks);
    mark_signed_dates(marks);
    mark_dates_in_words(marks);
}

void mark_ages(TextMarks& marks) {
    const auto words = split_words(marks.text());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto& word = words[i];
        const std::string_view lower = word.lower;
        if (word.digits < 2 || word.digits > 3 || !is_high_age(lower.substr(0, word.digits))) continue;
        const bool glued = !word.is_number() && is_unit_of_age(lower.substr(word.digits));
        const bool before = word.is_number() && i + 1 < words.size() && is_beside(word, words[i + 1]) &&
                            is_unit_of_age(words[i + 1].lower);
        const bool behind =
            word.is_number() && i > 0 && is_beside(words[i - 1], word) && tells_of_age(words[i - 1].lower);
        if (glued || before || behind) marks.mark(word.begin, word.end);
    }
}

}  // namespace medal::imaging::deid
