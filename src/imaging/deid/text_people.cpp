// People, addresses and institutions by the words around them.
#include "imaging/deid/text_marks.h"
#include "imaging/deid/text_words.h"
#include "imaging/deid/vocabulary.h"
#include "imaging/one_of.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

constexpr std::array<std::string_view, 30> kTitles{
    "dr",  "drs",  "prof", "professor", "mr",          "mrs",     "ms",     "miss",     "herr",  "frau",
    "mme", "mlle", "sra",  "dott",      "dhr",         "mevr",    "doktor", "doctor",   "nurse", "sir",
    "rn",  "md",   "rt",   "physician", "radiologist", "surgeon", "tech",   "operator", "sr",    "srta"};
/// Of these, nothing but a person is meant: what follows is a name, whatever else it means ("Dr. Long").
constexpr std::array<std::string_view, 13> kCertainTitles{"Dr",   "Drs",    "Prof",  "Professor", "Mrs",
                                                          "Miss", "Herr",   "Frau",  "Mme",       "Mlle",
                                                          "Dott", "Doktor", "Doctor"};
/// Names of the dead, for what they described; several words, since a single one may be anybody's.
constexpr std::array<std::string_view, 33> kEponyms{"arnold chiari",
                                                    "budd chiari",
                                                    "charcot marie tooth",
                                                    "circle of willis",
                                                    "dandy walker",
                                                    "ehlers danlos",
                                                    "erdheim chester",
                                                    "guillain barre",
                                                    "guillain barré",
                                                    "hand schüller christian",
                                                    "hill sachs",
                                                    "kasabach merritt",
                                                    "klippel trenaunay",
                                                    "legg calve perthes",
                                                    "legg calvé perthes",
                                                    "lennox gastaut",
                                                    "mallory weiss",
                                                    "may thurner",
                                                    "osgood schlatter",
                                                    "osler weber rendu",
                                                    "peutz jeghers",
                                                    "rendu osler weber",
                                                    "schmorl node",
                                                    "sinding larsen",
                                                    "stevens johnson",
                                                    "sturge weber",
                                                    "swan ganz",
                                                    "tolosa hunt",
                                                    "van gieson",
                                                    "von hippel lindau",
                                                    "wolff parkinson white",
                                                    "ziehl neelsen",
                                                    "zollinger ellison"};
constexpr std::array<std::string_view, 14> kIntroducers{"for",  "from",  "by",   "pt",      "patient",
                                                        "name", "named", "with", "per",     "patients",
                                                        "für",  "von",   "son",  "daughter"};
constexpr std::array<std::string_view, 36> kStreets{
    "street",  "st",      "road",   "rd",      "lane",  "ln",      "avenue",    "ave",    "drive",
    "dr",      "way",     "court",  "ct",      "place", "square",  "boulevard", "blvd",   "trafficway",
    "parkway", "highway", "circle", "circles", "manor", "terrace", "strasse",   "straße", "str",
    "weg",     "platz",   "gasse",  "allee",   "rue",   "via",     "calle",     "suite",  "apt"};
constexpr std::array<std::string_view, 22> kInstitutions{
    "hospital",    "clinic",   "klinik",  "klinikum",   "krankenhaus", "infirmary", "universitätsklinikum",
    "hôpital",     "ospedale", "hospice", "university", "universität", "institute", "institut",
    "centre",      "center",   "praxis",  "polyclinic", "memorial",    "spital",    "sanatorium",
    "surgeryhouse"};

/// The word itself, or German's own way to end a street's name ("Hauptstr.").
bool is_street(const Word& word) {
    constexpr std::array<std::string_view, 6> kEndings{"strasse", "straße", "str", "gasse", "platz", "allee"};
    if (is_one_of(kStreets, word.lower)) return true;
    return word.is_title_case && std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) {
               return word.lower.size() >= ending.size() + 3 && word.lower.ends_with(ending);
           });
}

bool adjacent(std::string_view text, const Word& left, const Word& right) {
    const auto gap = text.substr(left.end, right.begin - left.end);
    return gap.size() <= 2 && gap.find_first_not_of(" ,.^'-") == std::string_view::npos;
}

bool may_be_name(const Word& word) {
    return word.is_alphabetic() && word.lower.size() >= 2 && !is_trade_word(word.lower) &&
           !is_month(word.lower);
}

/// How many words from `first` on are such a name; 0 where they are none.
std::size_t eponym_at(std::string_view text, const std::vector<Word>& words, std::size_t first) {
    for (const auto eponym : kEponyms) {
        if (!eponym.starts_with(words[first].lower)) continue;
        std::string joined = words[first].lower;
        auto end = first + 1;
        while (end < words.size() && joined.size() < eponym.size() &&
               adjacent(text, words[end - 1], words[end])) {
            joined += ' ' + words[end++].lower;
        }
        if (joined == eponym) return end - first;
    }
    return 0;
}

bool is_title_name(const Word& word) {
    return word.is_title_case && word.lower.size() >= 3 && may_be_name(word);
}
bool is_upper_name(const Word& word) {
    return word.is_upper_case && word.lower.size() >= 3 && may_be_name(word);
}

/// Small words inside of names: "Hendrikus van der Zwaluw", "Maria de la Cruz".
bool is_particle(const Word& word) {
    constexpr std::array<std::string_view, 22> kParticles{
        "van", "der", "den", "de", "ter", "ten", "von", "zu",    "zum", "zur", "vom",
        "la",  "le",  "du",  "da", "dos", "di",  "del", "della", "bin", "ibn", "el"};
    return is_one_of(kParticles, word.lower);
}

bool may_be_part(const Word& word, bool upper) {
    return is_title_name(word) || (upper && is_upper_name(word));
}

/// Behind the small words at `at` that lead to another part of the name; `at` where none do.
std::size_t behind_particles(std::string_view text, const std::vector<Word>& words, std::size_t at,
                             bool upper) {
    auto next = at;
    while (next < words.size() && is_particle(words[next]) && adjacent(text, words[next - 1], words[next]))
        ++next;
    const bool leads = next > at && next < words.size() && adjacent(text, words[next - 1], words[next]) &&
                       may_be_part(words[next], upper);
    return leads ? next : at;
}

/// The run of words from `first` on that may be parts of one name, at most four beside small ones.
std::size_t end_of_name(std::string_view text, const std::vector<Word>& words, std::size_t first,
                        bool upper) {
    auto end = first;
    for (std::size_t parts = 0; parts < 4; ++parts) {
        const auto next = end > first ? behind_particles(text, words, end, upper) : end;
        const bool goes_on = next < words.size() &&
                             (next == first || adjacent(text, words[next - 1], words[next])) &&
                             may_be_part(words[next], upper) && eponym_at(text, words, next) == 0;
        if (!goes_on) break;
        end = next + 1;
    }
    return end;
}

std::size_t end_of_titled_name(std::string_view text, const std::vector<Word>& words, std::size_t title) {
    const auto first = title + 1;
    const bool is_certain =
        is_one_of(kCertainTitles, text.substr(words[title].begin, words[title].end - words[title].begin)) &&
        words[first].is_title_case && words[first].is_alphabetic() &&
        adjacent(text, words[title], words[first]);
    return end_of_name(text, words, is_certain ? first + 1 : first, true);
}

/// "abdomen^liver": a protocol's name, not a person's.
bool is_clinical(const std::vector<Word>& words, const Chunk& chunk) {
    return std::all_of(words.begin(), words.end(), [&](const Word& word) {
        const bool is_inside = word.begin >= chunk.begin && word.end <= chunk.end;
        return !is_inside || (word.is_alphabetic() && is_trade_word(word.lower));
    });
}

}  // namespace

void mark_names(TextMarks& marks) {
    const auto text = marks.text();
    // Components joined as in a PN value: "QUILLFEATHER^ORSOLYA".
    const auto words = split_words(text);
    for (const auto& chunk : split_chunks(text)) {
        const bool is_joined =
            text.substr(chunk.begin, chunk.end - chunk.begin).find('^') != std::string_view::npos;
        if (is_joined && !is_clinical(words, chunk)) marks.mark(chunk.begin, chunk.end);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto count = eponym_at(text, words, i); count > 0) {
            i += count - 1;
            continue;
        }
        const bool title = is_one_of(kTitles, words[i].lower);
        const bool introduces = title || is_one_of(kIntroducers, words[i].lower);
        if (introduces && i + 1 < words.size()) {
            const auto end = end_of_titled_name(text, words, i);
            const bool by_case = end > i + 1 && words[i + 1].is_title_case;
            if (end > i + 1 && (title || by_case || end > i + 2)) {
                marks.mark(title ? words[i].begin : words[i + 1].begin, words[end - 1].end);
            }
        }
        const auto end = end_of_name(text, words, i, false);
        if (end >= i + 2) marks.mark(words[i].begin, words[end - 1].end);
    }
}

void mark_addresses(TextMarks& marks) {
    const auto text = marks.text();
    const auto words = split_words(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!is_street(words[i])) continue;
        // House number within four words before ("14 Plumbago Lane") or right behind ("Hauptstrasse 5").
        auto first = i;
        while (first > 0 && i - first < 4 && !words[first].is_number()) --first;
        const bool named = std::any_of(words.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                       words.begin() + static_cast<std::ptrdiff_t>(i), may_be_name);
        const bool before = first < i && named && words[first].is_number() && words[first].digits <= 6;
        const bool behind = i + 1 < words.size() && words[i + 1].is_number() && words[i].lower.size() > 3;
        if (!before && !behind) continue;
        auto last = behind && !before ? i + 1 : i;
        if (!before) first = i > 0 && words[i - 1].is_title_case ? i - 1 : i;
        // Town, state and code that follow, up to the first word in lower case.
        while (
            last + 1 < words.size() && last < i + 8 && words[last + 1].begin - words[last].end <= 3 &&
            (words[last + 1].is_title_case || words[last + 1].is_upper_case || words[last + 1].is_number())) {
            ++last;
        }
        marks.mark(words[first].begin, words[last].end);
    }
}

void mark_institutions(TextMarks& marks) {
    const auto text = marks.text();
    const auto words = split_words(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!is_one_of(kInstitutions, words[i].lower)) continue;
        auto first = i;
        while (first > 0 && i - first < 4 && adjacent(text, words[first - 1], words[first]) &&
               (words[first - 1].is_title_case || is_upper_name(words[first - 1]))) {
            --first;
        }
        if (first == i) continue;
        marks.mark(words[first].begin, words[i].end);
    }
}

}  // namespace medal::imaging::deid
