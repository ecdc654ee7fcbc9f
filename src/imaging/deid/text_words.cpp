#include "imaging/deid/text_words.h"

#include "imaging/deid/identifiers.h"

#include <algorithm>

namespace medal::imaging::deid {
namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

Word word_of(std::string_view text, std::size_t begin, std::size_t end) {
    Word word{.begin = begin, .end = end, .lower = to_lower(text.substr(begin, end - begin))};
    const auto piece = text.substr(begin, end - begin);
    std::size_t run = 0;
    for (const char c : piece) {
        run = is_digit(c) ? run + 1 : 0;
        word.digits += is_digit(c) ? 1 : 0;
        word.longest_digit_run = std::max(word.longest_digit_run, run);
    }
    const auto uppers = std::count_if(piece.begin(), piece.end(), is_upper);
    const auto lowers = std::count_if(piece.begin(), piece.end(), is_lower);
    word.is_title_case =
        (is_upper(piece.front()) || static_cast<unsigned char>(piece.front()) >= 0xC3) && lowers > 0;
    word.is_upper_case = uppers > 0 && lowers == 0 && word.digits == 0;
    return word;
}

}  // namespace

std::vector<Word> split_words(std::string_view text) {
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_word_byte(text[at])) {
            ++at;
            continue;
        }
        const auto begin = at;
        while (at < text.size() && is_word_byte(text[at])) ++at;
        words.push_back(word_of(text, begin, at));
    }
    return words;
}

std::vector<Chunk> split_chunks(std::string_view text) {
    std::vector<Chunk> chunks;
    constexpr std::string_view kSpace = " \t\r\n\f\\";
    std::size_t begin = text.find_first_not_of(kSpace);
    while (begin != std::string_view::npos) {
        const auto end = std::min(text.find_first_of(kSpace, begin), text.size());
        chunks.push_back({begin, end});
        begin = text.find_first_not_of(kSpace, end);
    }
    return chunks;
}

}  // namespace medal::imaging::deid
