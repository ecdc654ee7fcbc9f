#include "imaging/dicom/dictionary.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <unordered_set>
#include <utility>

namespace medal::imaging::dicom {
namespace {

constexpr Entry kEntries[] = {
#include "dicom_dictionary.inc"
};

bool is_upper(char letter) {
    return letter >= 'A' && letter <= 'Z';
}

void add_words(std::string_view keyword, std::unordered_set<std::string>& words) {
    std::string word;
    for (const char letter : keyword) {
        if (is_upper(letter) && !word.empty()) words.insert(std::exchange(word, {}));
        if (std::isalpha(static_cast<unsigned char>(letter)) != 0) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    words.insert(word);
}

std::unordered_set<std::string> all_words() {
    std::unordered_set<std::string> words;
    for (const auto& entry : kEntries) add_words(entry.keyword, words);
    std::erase_if(words, [](const std::string& word) { return word.size() < 4; });
    return words;
}

}  // namespace

const Entry* find_entry(Tag tag) {
    auto number = tag.number;
    const auto family = tag.group() & 0xFF00;
    if ((family == 0x5000 || family == 0x6000) && !tag.is_private() && tag.group() <= (family | 0x1E)) {
        number = (static_cast<std::uint32_t>(family) << 16) | tag.element();
    }
    const auto* found =
        std::lower_bound(std::begin(kEntries), std::end(kEntries), number,
                         [](const Entry& entry, std::uint32_t key) { return entry.tag < key; });
    return found != std::end(kEntries) && found->tag == number ? found : nullptr;
}

std::string_view keyword_of(Tag tag) {
    if (const auto* entry = find_entry(tag)) return entry->keyword;
    if (tag.is_private_creator()) return "PrivateCreator";
    return tag.is_private() ? "PrivateElement" : "UnknownElement";
}

const Entry* find_keyword(std::string_view keyword) {
    const auto* found = std::find_if(std::begin(kEntries), std::end(kEntries),
                                     [&](const Entry& entry) { return entry.keyword == keyword; });
    return found != std::end(kEntries) ? found : nullptr;
}

bool is_dictionary_word(std::string_view word) {
    static const auto words = all_words();
    return words.contains(std::string{word});
}

}  // namespace medal::imaging::dicom
