#include "imaging/deid/text_known.h"

#include "imaging/deid/prefix_search.h"
#include "imaging/deid/text_words.h"
#include "imaging/deid/vocabulary.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace medal::imaging::deid {
namespace {

using TextSet = Identifiers::TextSet;

/// From here on a name is found inside of longer words too ("QuillfeatherOrsolya"), as leak_search does.
constexpr std::size_t kShortestInside = 7;
constexpr std::size_t kMostNamesOfOneWord = 16;
constexpr std::size_t kShortestRun = 4;
constexpr std::size_t kFewTexts = 64;

bool is_joined_or_unspaced(std::string_view part) {
    return static_cast<unsigned char>(part.front()) >= 0x80 ||
           part.find_first_of("-'") != std::string_view::npos;
}

bool may_stand_inside(std::string_view part) {
    return part.size() >= kShortestInside || is_joined_or_unspaced(part);
}

bool is_ascii_word(char c) {
    return is_word_byte(c) && static_cast<unsigned char>(c) < 0x80;
}

/// With the ASCII letters that are glued to it; scripts without spaces have no such borders.
void mark_inside(TextMarks& marks, std::string_view lower, std::size_t begin, std::string_view part) {
    if (!is_joined_or_unspaced(part) && is_clinical_word(part)) return;
    auto end = begin + part.size();
    while (begin > 0 && is_ascii_word(lower[begin]) && is_word_byte(lower[begin - 1])) --begin;
    while (end < lower.size() && is_ascii_word(lower[end - 1]) && is_word_byte(lower[end])) ++end;
    marks.mark(begin, end);
}

void mark_parts_inside(TextMarks& marks, const TextSet& parts) {
    const auto lower = to_lower(marks.text());
    if (parts.size() > kFewTexts) {
        for (std::size_t at = 0; at < lower.size(); ++at) {
            for_each_prefix(parts, std::string_view{lower}.substr(at), [&](std::string_view part) {
                if (may_stand_inside(part)) mark_inside(marks, lower, at, part);
            });
        }
        return;
    }
    for (const auto& part : parts) {
        if (!may_stand_inside(part)) continue;
        for (auto at = lower.find(part); at != std::string::npos; at = lower.find(part, at + 1)) {
            mark_inside(marks, lower, at, part);
        }
    }
}

bool is_known_part(const Word& word, const TextSet& parts) {
    if (parts.contains(word.lower)) return true;
    const bool ascii = std::all_of(word.lower.begin(), word.lower.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) return false;
    const auto spellings = spellings_of(word.lower);
    return std::any_of(spellings.begin(), spellings.end(),
                       [&](const std::string& spelling) { return parts.contains(spelling); });
}

bool is_name_gap(std::string_view text, const Word& left, const Word& right) {
    const auto gap = text.substr(left.end, right.begin - left.end);
    return gap.size() <= 3 && gap.find_first_not_of(" ,.^'-_=/") == std::string_view::npos;
}

using NameWords = std::vector<std::string>;

NameWords words_of_name(const std::string& name) {
    NameWords words;
    for (const auto& word : split_words(name)) words.push_back(word.lower);
    return words;
}

bool holds(const NameWords& name, const std::string& word) {
    return std::find(name.begin(), name.end(), word) != name.end();
}

bool is_initial_of(const NameWords& name, const std::string& word) {
    return word.size() == 1 && std::any_of(name.begin(), name.end(), [&](const std::string& part) {
               return part.front() == word.front();
           });
}

/// Where the words of one name that stand side by side begin and end, around `at`.
struct Run {
    std::size_t first;
    std::size_t end;
};

Run run_around(std::string_view text, const std::vector<Word>& words, std::size_t at, const NameWords& name) {
    const auto belongs = [&](std::size_t i) {
        return holds(name, words[i].lower) || is_initial_of(name, words[i].lower);
    };
    Run run{at, at + 1};
    while (run.first > 0 && at - run.first < name.size() &&
           is_name_gap(text, words[run.first - 1], words[run.first]) && belongs(run.first - 1))
        --run.first;
    while (run.end < words.size() && run.end - at < name.size() &&
           is_name_gap(text, words[run.end - 1], words[run.end]) && belongs(run.end))
        ++run.end;
    return run;
}

bool identifies(const std::vector<Word>& words, const Run& run, const NameWords& name) {
    std::set<std::string> whole;
    std::size_t letters = 0;
    for (auto i = run.first; i < run.end; ++i) {
        if (words[i].lower.size() < 2 || !holds(name, words[i].lower)) continue;
        if (whole.insert(words[i].lower).second) letters += words[i].lower.size();
    }
    if (letters < kShortestRun) return false;
    return whole.size() >= 2 || (run.end - run.first >= 2 && !is_clinical_word(*whole.begin()));
}

/// At once, for most texts: none of the words of a name is in them.
bool may_hold_name(std::string_view lower, std::string_view name) {
    std::size_t begin = 0;
    while (begin < name.size()) {
        const auto end = std::min(name.find(' ', begin), name.size());
        if (end - begin >= 2 && lower.find(name.substr(begin, end - begin)) != std::string_view::npos)
            return true;
        begin = end + 1;
    }
    return false;
}

/// "NG, AI LI" and "O. Quillfeather": words that are too short alone, beside others of the same name.
void mark_full_names(TextMarks& marks, const std::vector<Word>& words, const TextSet& full) {
    if (words.size() < 2 || full.empty()) return;
    std::vector<NameWords> names;
    const auto lower = to_lower(marks.text());
    for (const auto& name : full) {
        if (full.size() > kFewTexts || may_hold_name(lower, name)) names.push_back(words_of_name(name));
    }
    if (names.empty()) return;
    std::unordered_map<std::string_view, std::vector<std::size_t>> names_of_word;
    for (std::size_t i = 0; i < names.size(); ++i) {
        for (const auto& word : names[i]) {
            auto& list = names_of_word[word];
            if (word.size() >= 2 && list.size() < kMostNamesOfOneWord) list.push_back(i);
        }
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto found = names_of_word.find(words[at].lower);
        if (found == names_of_word.end()) continue;
        for (const auto index : found->second) {
            const auto run = run_around(marks.text(), words, at, names[index]);
            if (identifies(words, run, names[index])) {
                marks.mark(words[run.first].begin, words[run.end - 1].end);
            }
        }
    }
}

/// Of all texts in the set, because it is sorted. A series has a UID for every slice; what they begin with
/// tells at once that a text holds none of them.
std::string_view common_start(const TextSet& sorted) {
    if (sorted.empty()) return {};
    const std::string_view first = *sorted.begin();
    const std::string_view last = *sorted.rbegin();
    const auto end = std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first;
    return first.substr(0, static_cast<std::size_t>(end - first.begin()));
}

bool is_border(std::string_view text, std::size_t at) {
    return at == 0 || at == text.size() || !is_word_byte(text[at - 1]) || !is_word_byte(text[at]);
}

void mark_each(TextMarks& marks, std::string_view lower, std::string_view phrase) {
    for (auto at = lower.find(phrase); at != std::string::npos; at = lower.find(phrase, at + 1)) {
        if (is_border(lower, at) && is_border(lower, at + phrase.size())) marks.mark(at, at + phrase.size());
    }
}

void mark_many(TextMarks& marks, std::string_view lower, const TextSet& phrases) {
    for (std::size_t at = 0; at < lower.size(); ++at) {
        if (!is_border(lower, at)) continue;
        for_each_prefix(phrases, lower.substr(at), [&](std::string_view phrase) {
            if (is_border(lower, at + phrase.size())) marks.mark(at, at + phrase.size());
        });
    }
}

/// Without zeros in front, as people write days and months.
std::string short_number(std::string_view digits) {
    return std::string{digits.front() == '0' ? digits.substr(1) : digits};
}

std::set<std::string> forms_of_date(const std::string& date) {
    const auto year = date.substr(0, 4);
    const auto month = date.substr(4, 2);
    const auto day = date.substr(6, 2);
    std::set<std::string> forms;
    for (const std::string separator : {"-", ".", "/", ":", " ", ". "}) {
        for (const auto& d : {day, short_number(day)}) {
            for (const auto& m : {month, short_number(month)}) {
                for (const auto& y : {year, year.substr(2)}) {
                    forms.insert(d + separator + m + separator + y);
                    forms.insert(m + separator + d + separator + y);
                    forms.insert(y + separator + m + separator + d);
                }
            }
        }
    }
    forms.insert(day + month + year);
    forms.insert(month + day + year);
    return forms;
}

}  // namespace

void mark_known_names(TextMarks& marks, const Identifiers::Values& values) {
    const auto words = split_words(marks.text());
    for (const auto& word : words) {
        if (is_known_part(word, values.name_parts)) marks.mark(word.begin, word.end);
    }
    mark_parts_inside(marks, values.name_parts);
    mark_full_names(marks, words, values.full_names);
}

void mark_known_phrases(TextMarks& marks, const Identifiers::Values& values) {
    const auto lower = to_lower(marks.text());
    for (const auto* phrases : {&values.phrases, &values.uids, &values.birth_dates}) {
        if (lower.find(common_start(*phrases)) == std::string::npos) continue;
        if (phrases->size() > kFewTexts) {
            mark_many(marks, lower, *phrases);
            continue;
        }
        for (const auto& phrase : *phrases) mark_each(marks, lower, phrase);
    }
}

void mark_birth_dates(TextMarks& marks, const Identifiers::Values& values) {
    const auto text = marks.text();
    if (text.size() < 6 || std::none_of(text.begin(), text.end(), is_digit)) return;
    for (const auto& date : values.birth_dates) {
        if (text.find(std::string_view{date}.substr(2, 2)) == std::string_view::npos) continue;
        for (const auto& form : forms_of_date(date)) mark_each(marks, text, form);
    }
}

}  // namespace medal::imaging::deid
