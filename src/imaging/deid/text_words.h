// A text as words with their case and digits, for the pattern rules of text_cleaner.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string lower;
    std::size_t digits = 0;
    std::size_t longest_digit_run = 0;
    bool is_title_case = false;
    bool is_upper_case = false;

    bool is_number() const { return digits > 0 && digits == end - begin; }
    bool is_alphabetic() const { return digits == 0; }
};

/// Runs of letters and digits; every other ASCII character separates. Bytes above ASCII count as letters.
std::vector<Word> split_words(std::string_view utf8);

/// Pieces between white space, with what sticks to them.
struct Chunk {
    std::size_t begin = 0;
    std::size_t end = 0;
};
std::vector<Chunk> split_chunks(std::string_view text);

inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
inline bool is_word_byte(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace medal::imaging::deid
