#include "imaging/burned_in/text_class.h"

#include "imaging/deid/text_cleaner.h"
#include "imaging/deid/text_words.h"

#include <algorithm>
#include <array>

namespace medal::imaging::burned_in {
namespace {

/// What announces an identifier on a screen, in English and German.
constexpr std::array<std::string_view, 24> kLabels{
    "name",     "patient",   "dob",  "born",      "birth",     "mrn",      "pid",    "id",
    "acc",      "accession", "date", "physician", "doctor",    "hospital", "clinic", "institution",
    "operator", "referring", "geb",  "geboren",   "patientin", "arzt",     "klinik", "age"};
constexpr std::array<std::string_view, 24> kMarkers{
    "l", "r", "ap", "pa", "lat", "lcc",  "rcc",   "lmlo",  "rmlo",   "cc",       "mlo", "h",
    "f", "a", "p",  "s",  "i",   "left", "right", "erect", "supine", "portable", "lm",  "ml"};

/// Recognisers take similar shapes for each other; both sides are folded to one of them.
std::string folded(std::string_view text) {
    std::string out;
    for (const char c : deid::to_lower(text)) {
        const auto from = std::string_view{"o1l|!s5b8z2"}.find(c);
        out += from == std::string_view::npos
                   ? c
                   : std::string_view{"0iiii55882"}[std::min<std::size_t>(from, 9)];
    }
    return out;
}

bool near(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    std::size_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
    return different <= a.size() / 5;
}

bool holds_known_name(const std::vector<deid::Word>& words, const deid::Identifiers& identifiers) {
    for (const auto& part : identifiers.reveal().name_parts) {
        if (part.size() < 4) continue;
        const auto wanted = folded(part);
        if (std::any_of(words.begin(), words.end(),
                        [&](const auto& word) { return near(folded(word.lower), wanted); })) {
            return true;
        }
    }
    return false;
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

TextClass classify(std::string_view line, const deid::Identifiers& identifiers) {
    const auto words = deid::split_words(line);
    const bool marker = !words.empty() && words.size() <= 3 &&
                        std::all_of(words.begin(), words.end(),
                                    [](const auto& word) { return is_one_of(kMarkers, word.lower); });
    if (marker) return TextClass::marker;
    const bool labelled = std::any_of(words.begin(), words.end(),
                                      [](const auto& word) { return is_one_of(kLabels, word.lower); });
    const bool cleaned = deid::clean_text(line, identifiers, deid::Search::known_and_patterns).has_value();
    return labelled || cleaned || holds_known_name(words, identifiers) ? TextClass::identifier
                                                                       : TextClass::text;
}

}  // namespace medal::imaging::burned_in
