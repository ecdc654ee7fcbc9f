#include "imaging/deid/text_marks.h"

#include "imaging/deid/identifiers.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

constexpr std::array<std::string_view, 16> kDangling{"for", "from", "by", "with", "at", "of", "see", "call",
                                                     "in",  "on",   "to", "dr",   "pt", "id", "mrn", "near"};

void squeeze_spaces(std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out += space ? ' ' : c;
    }
    text = std::move(out);
}

bool is_trimmed_mark(char c) {
    return std::string_view{" ,;:-_/(^=.#"}.find(c) != std::string_view::npos;
}

bool drop_dangling_word(std::string& text) {
    const auto space = text.find_last_of(" \n");
    const auto begin = space == std::string::npos ? 0 : space + 1;
    const auto last = to_lower(std::string_view{text}.substr(begin));
    if (std::find(kDangling.begin(), kDangling.end(), last) == kDangling.end()) return false;
    text.resize(begin);
    return true;
}

void trim_end(std::string& text) {
    do {
        while (!text.empty() && is_trimmed_mark(text.back())) text.pop_back();
    } while (drop_dangling_word(text));
}

void trim_start(std::string& text) {
    std::size_t begin = 0;
    while (begin < text.size() && std::string_view{" ,;:-_/)^=."}.find(text[begin]) != std::string_view::npos)
        ++begin;
    text.erase(0, begin);
}

}  // namespace

std::string TextMarks::remaining() const {
    std::string out;
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (!marked_[i]) {
            out += text_[i];
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    squeeze_spaces(out);
    trim_end(out);
    trim_start(out);
    return out;
}

}  // namespace medal::imaging::deid
