#include "imaging/deid/leak_search.h"

#include "imaging/deid/vocabulary.h"
#include "imaging/dicom/charset.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kStartBytes = 4;
constexpr std::size_t kShortestName = 4;
constexpr std::size_t kShortestPhrase = 5;
/// Up to here a chance hit inside a longer word or number is likely enough to ask for its borders.
constexpr std::size_t kWholeUpTo = 7;

constexpr std::uint32_t kFold = 0x20202020;

std::uint32_t start_of(const std::byte* at) {
    std::uint32_t start = 0;
    std::memcpy(&start, at, sizeof start);
    return start | kFold;
}

char fold(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_word(std::byte byte) {
    const auto c = std::to_integer<unsigned char>(byte);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

/// Words that we write ourselves into every output.
bool is_own_word(std::string_view word) {
    constexpr std::array<std::string_view, 13> kWords{
        "medal",    "basic",    "clean",       "option", "retain",  "removed", "anonymous",
        "modified", "graphics", "descriptors", "safe",   "profile", "none"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::string utf16(std::string_view ascii, bool little) {
    std::string wide;
    for (const char c : ascii) {
        wide += little ? c : '\0';
        wide += little ? '\0' : c;
    }
    return wide;
}

bool varied(std::string_view text) {
    return std::set<char>{text.begin(), text.end()}.size() >= 3;
}

}  // namespace

LeakSearch::LeakSearch(const Identifiers& identifiers, const Profile& profile) {
    const auto& values = identifiers.reveal();
    for (const auto& name : values.name_parts) {
        if (name.size() < kShortestName || is_own_word(name) || is_code(name)) continue;
        add(name, name.size() <= kWholeUpTo);
        if (!dicom::is_plain_ascii(name)) add(to_upper(name), false);
        if (name.size() < kWholeUpTo) continue;
        add(utf16(name, true), false);
        add(utf16(name, false), false);
    }
    for (const auto& raw : values.raw_parts) add(raw, false);
    for (const auto& date : values.birth_dates) add(date, true);
    // What an option keeps on purpose is no leak; the phrases do not tell which attribute they came from.
    const bool keeps_phrases = profile.retain_device_identity || profile.retain_institution_identity;
    for (const auto& phrase : values.phrases) {
        if (phrase.size() < kShortestPhrase || keeps_phrases || is_clinical_word(phrase) ||
            is_own_word(phrase))
            continue;
        if (varied(phrase)) add(phrase, phrase.size() <= kWholeUpTo + 4);
    }
    if (profile.retain_uids) return;
    for (const auto& uid : values.uids) add(uid, true);
}

void LeakSearch::add(std::string text, bool whole) {
    std::transform(text.begin(), text.end(), text.begin(), fold);
    if (text.size() < kStartBytes) return;
    add_grams(text);
    auto& start = by_start_[start_of(reinterpret_cast<const std::byte*>(text.data()))];
    const bool is_one_word =
        std::all_of(text.begin(), text.end(), [](char c) { return is_word(static_cast<std::byte>(c)); });
    if (whole && is_one_word) {
        start.has_words = true;
        longest_word_ = std::max(longest_word_, text.size());
        words_.insert(std::move(text));
        return;
    }
    start.patterns.push_back(static_cast<std::uint32_t>(patterns_.size()));
    patterns_.push_back({std::move(text), whole});
}

void LeakSearch::add_grams(const std::string& folded) {
    // Of four bytes the second load takes in the string's own terminator, which is shifted out.
    const auto* begin = reinterpret_cast<const std::byte*>(folded.c_str());
    grams_.add(begin);
    grams_.add(begin + 1);
}

bool LeakSearch::matches(Bytes output, std::size_t at, const Pattern& pattern) const {
    const auto end = at + pattern.folded.size();
    if (end > output.size()) return false;
    for (std::size_t i = 0; i < pattern.folded.size(); ++i) {
        if (fold(static_cast<char>(output[at + i])) != pattern.folded[i]) return false;
    }
    if (!pattern.whole) return true;
    return (at == 0 || !is_word(output[at - 1])) && (end == output.size() || !is_word(output[end]));
}

bool LeakSearch::is_known_word(Bytes output, std::size_t at) const {
    if (at > 0 && is_word(output[at - 1])) return false;
    std::string word;
    for (auto i = at; i < output.size() && is_word(output[i]); ++i) {
        if (word.size() == longest_word_) return false;
        word += fold(static_cast<char>(output[i]));
    }
    return words_.contains(word);
}

bool LeakSearch::is_hit(Bytes output, std::size_t at) const {
    const auto found = by_start_.find(start_of(output.data() + at));
    if (found == by_start_.end()) return false;
    const auto& start = found->second;
    return (start.has_words && is_known_word(output, at)) ||
           std::any_of(start.patterns.begin(), start.patterns.end(),
                       [&](std::uint32_t index) { return matches(output, at, patterns_[index]); });
}

/// `first` is even. Each place is looked at once: an even one itself, an odd one from the next even one.
std::uint64_t LeakSearch::count_between(Bytes output, std::size_t first, std::size_t last) const {
    std::uint64_t hits = 0;
    GramFilter::Found found;
    for (auto at = first; at <= last; at += 2 * GramFilter::kMostPlaces) {
        grams_.find(output, at, last, found);
        for (std::size_t i = 0; i < found.count; ++i) {
            const auto place = at + found.distances[i];
            hits += is_hit(output, place) ? 1 : 0;
            hits += place > 0 && is_hit(output, place - 1) ? 1 : 0;
        }
    }
    return hits;
}

std::uint64_t LeakSearch::count(Bytes output, const Passed& passed) const {
    if (output.size() < kStartBytes || by_start_.empty()) return 0;
    std::uint64_t hits = 0;
    const auto last = output.size() - kStartBytes;
    for (std::size_t first = 0; first <= last; first += kStepBytes) {
        hits += count_between(output, first, std::min(last, first + kStepBytes - 1));
        if (passed && last >= kStepBytes) {
            passed(output.subspan(first, std::min(kStepBytes, output.size() - first)));
        }
    }
    const bool is_last_unseen = last % 2 != 0;
    return hits + (is_last_unseen && is_hit(output, last) ? 1 : 0);
}

}  // namespace medal::imaging::deid
