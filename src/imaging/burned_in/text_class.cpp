#include "imaging/burned_in/text_class.h"

#include "imaging/deid/text_cleaner.h"
#include "imaging/deid/text_words.h"
#include "imaging/one_of.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

namespace medal::imaging::burned_in {
namespace {

/// What announces an identifier on a screen, in English and German.
constexpr std::array<std::string_view, 39> kLabels{
    "name",     "patient",   "pat",        "dob",    "born",    "birth",      "birthdate",   "mrn",
    "pid",      "id",        "acc",        "date",   "sex",     "accession",  "physician",   "doctor",
    "hospital", "clinic",    "clinical",   "center", "centre",  "university", "institution", "institute",
    "operator", "referring", "requested",  "geb",    "geboren", "patientin",  "arzt",        "klinik",
    "klinikum", "praxis",    "healthcare", "age",    "alter",   "geschlecht", "krankenhaus"};
/// Letters of side and view.
constexpr std::array<std::string_view, 36> kMarkers{
    "l",  "r",    "ap",      "pa",    "lat", "lcc",  "rcc",   "lmlo",  "rmlo",   "cc",    "mlo",      "h",
    "f",  "a",    "p",       "s",     "i",   "left", "right", "erect", "supine", "prone", "portable", "lm",
    "ml", "semi", "upright", "ptble", "rao", "lao",  "hfs",   "ffs",   "sup",    "inf",   "ant",      "post"};
/// Settings and measurements: what stands before a number, and units.
constexpr std::array<std::string_view, 79> kTechnique{
    "kv",  "kvp",   "ma",    "mas",   "mm",     "cm",     "hz",     "khz",   "mhz",     "db",
    "fps", "fr",    "tis",   "tib",   "tic",    "mi",     "gain",   "depth", "te",      "tr",
    "ti",  "fa",    "st",    "sl",    "thk",    "fov",    "ww",     "wl",    "wc",      "zoom",
    "im",  "se",    "image", "slice", "series", "kernel", "dose",   "ctdi",  "ctdivol", "dlp",
    "mgy", "mgycm", "msv",   "ms",    "sec",    "thi",    "map",    "pwr",   "prf",     "filter",
    "wf",  "scale", "cine",  "lossy", "dyn",    "focus",  "gen",    "ao",    "px",      "ml",
    "min", "max",   "mean",  "area",  "dist",   "hu",     "roi",    "bpm",   "w",       "c",
    "d",   "x",     "t1",    "t2",    "frame",  "flair",  "report", "vol",   "pitch"};
constexpr std::size_t kLongestSetting = 4;
/// Shorter names and numbers are found in anything, once some letters may be wrong.
constexpr std::size_t kShortestNear = 5;

/// Recognisers take similar shapes for each other; both sides are folded to one of them.
char folded(char c) {
    constexpr std::string_view kFrom = "o1l|!s5b8z2", kTo = "0iiii558822";
    const auto at = kFrom.find(c);
    return at == std::string_view::npos ? c : kTo[at];
}

/// Letters and digits alone, lower case, folded.
std::string squeezed(std::string_view text) {
    std::string out;
    for (const char c : deid::to_lower(text)) {
        if (deid::is_word_byte(c) || c == '|' || c == '!') out += folded(c);
    }
    return out;
}

/// The fewest edits that turn `wanted` into some part of `line` (Sellers 1980).
std::size_t edits_to_part(std::string_view wanted, std::string_view line) {
    std::vector<std::size_t> row(wanted.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    std::size_t fewest = row.back();
    for (const char c : line) {
        std::size_t diagonal = row[0];
        for (std::size_t i = 1; i <= wanted.size(); ++i) {
            const auto replaced = diagonal + (wanted[i - 1] == c ? 0 : 1);
            diagonal = row[i];
            row[i] = std::min({replaced, row[i] + 1, row[i - 1] + 1});
        }
        fewest = std::min(fewest, row.back());
    }
    return fewest;
}

bool holds_nearly(std::string_view line, std::string_view value) {
    const auto wanted = squeezed(value);
    return wanted.size() >= kShortestNear && edits_to_part(wanted, line) * 5 <= wanted.size();
}

bool holds_known(std::string_view text, const deid::Identifiers& identifiers) {
    const auto line = squeezed(text);
    if (line.size() + 1 < kShortestNear) return false;
    const auto& values = identifiers.reveal();
    const auto is_in_line = [&](const std::string& value) { return holds_nearly(line, value); };
    if (std::any_of(values.name_parts.begin(), values.name_parts.end(), is_in_line)) return true;
    return std::any_of(values.phrases.begin(), values.phrases.end(), is_in_line);
}

bool is_label(std::string_view word) {
    if (is_one_of(kLabels, word)) return true;
    const auto read = squeezed(word);
    return std::any_of(kLabels.begin(), kLabels.end(), [&](std::string_view label) {
        const auto wanted = squeezed(label);
        const bool of_one_length = read.size() + 1 >= wanted.size() && read.size() <= wanted.size() + 1;
        return label.size() > kShortestNear && of_one_length && edits_to_part(wanted, read) <= 1;
    });
}

/// "12cm" and "3.0mm" come as one word or two.
bool is_setting(const deid::Word& word) {
    if (word.is_number()) return word.digits <= kLongestSetting;
    auto letters = word.lower;
    std::erase_if(letters, [](char c) { return deid::is_digit(c); });
    return word.digits <= kLongestSetting && is_one_of(kTechnique, letters);
}

/// "10:15" and "10:15:22"; the colon is read as a point sometimes.
bool holds_time(std::string_view line) {
    for (std::size_t i = 2; i + 2 < line.size(); ++i) {
        const bool parted = line[i] == ':' && deid::is_digit(line[i - 1]) && deid::is_digit(line[i + 1]) &&
                            deid::is_digit(line[i + 2]);
        if (parted) return true;
    }
    return false;
}

/// Digits that were read as letters beside digits: "2O19" and "l953".
std::string with_digits_mended(std::string_view line) {
    constexpr std::string_view kFrom = "OoQDIl|iSBZ", kTo = "00001111582";
    std::string mended{line};
    for (const auto& word : deid::split_words(line)) {
        if (word.digits * 2 < word.end - word.begin) continue;
        for (auto i = word.begin; i < word.end; ++i) {
            const auto at = kFrom.find(mended[i]);
            if (at != std::string_view::npos) mended[i] = kTo[at];
        }
    }
    return mended;
}

bool looks_identifying(std::string_view line, const deid::Identifiers& identifiers) {
    return deid::clean_text(line, identifiers, deid::Search::known_and_patterns).has_value();
}

}  // namespace

bool is_technique(std::string_view line) {
    const auto words = deid::split_words(line);
    const auto is_marker = [](const deid::Word& word) { return is_one_of(kMarkers, word.lower); };
    // A lone F beside a name is a sex, a lone number an age.
    const bool says_more = std::any_of(words.begin(), words.end(), [&](const deid::Word& word) {
        return word.lower != "f" && !word.is_number() && (is_marker(word) || is_setting(word));
    });
    return says_more && std::all_of(words.begin(), words.end(), [&](const deid::Word& word) {
               return is_marker(word) || is_setting(word);
           });
}

TextClass classify(std::string_view line, const deid::Identifiers& identifiers) {
    const auto words = deid::split_words(line);
    const bool marker = !words.empty() && words.size() <= 3 &&
                        std::all_of(words.begin(), words.end(),
                                    [](const auto& word) { return is_one_of(kMarkers, word.lower); });
    if (marker) return TextClass::marker;
    const bool labelled =
        std::any_of(words.begin(), words.end(), [](const auto& word) { return is_label(word.lower); });
    if (labelled || holds_known(line, identifiers)) return TextClass::identifier;
    if (is_technique(line)) return TextClass::text;
    const bool identifies = holds_time(line) || looks_identifying(line, identifiers) ||
                            looks_identifying(with_digits_mended(line), identifiers);
    return identifies ? TextClass::identifier : TextClass::text;
}

}  // namespace medal::imaging::burned_in
