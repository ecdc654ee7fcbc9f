#include "imaging/deid/text_folding.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace medal::imaging::deid {
namespace {

struct CodePoint {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

/// Of two and three bytes; anything else is taken byte by byte.
CodePoint code_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0;
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80; };
    if ((byte(0) & 0xE0U) == 0xC0 && follows(1)) return {((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    if ((byte(0) & 0xF0U) == 0xE0 && follows(1) && follows(2)) {
        return {((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    }
    return {byte(0), 1};
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
    char becomes;
};
constexpr char kNothing = '\0';
/// Figures and letters follow each other as in ASCII.
constexpr std::array kRows{
    Range{0x0660, 0x0669, '0'}, Range{0x06F0, 0x06F9, '0'}, Range{0x0966, 0x096F, '0'},
    Range{0x09E6, 0x09EF, '0'}, Range{0x0E50, 0x0E59, '0'}, Range{0xFF01, 0xFF5E, '!'},
};
constexpr std::array kSigns{
    Range{0x00A0, 0x00A0, ' '},      Range{0x00AD, 0x00AD, kNothing}, Range{0x2000, 0x200A, ' '},
    Range{0x200B, 0x200F, kNothing}, Range{0x2010, 0x2015, '-'},      Range{0x2018, 0x2019, '\''},
    Range{0x02BC, 0x02BC, '\''},     Range{0x202F, 0x202F, ' '},      Range{0x2060, 0x2060, kNothing},
    Range{0x3000, 0x3000, ' '},      Range{0xFEFF, 0xFEFF, kNothing},
};

template <std::size_t kCount>
const Range* find(const std::array<Range, kCount>& ranges, std::uint32_t code) {
    const auto* found = std::find_if(ranges.begin(), ranges.end(), [&](const Range& range) {
        return code >= range.first && code <= range.last;
    });
    return found != ranges.end() ? found : nullptr;
}

}  // namespace

std::optional<FoldedText> folded(std::string_view utf8) {
    const bool is_ascii =
        std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_ascii) return std::nullopt;
    FoldedText result;
    bool is_changed = false;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto [code, bytes] = code_at(utf8, at);
        const auto* row = bytes > 1 ? find(kRows, code) : nullptr;
        const auto* sign = bytes > 1 ? find(kSigns, code) : nullptr;
        is_changed = is_changed || row != nullptr || sign != nullptr;
        std::string piece{utf8.substr(at, bytes)};
        if (row != nullptr)
            piece = std::string(1, static_cast<char>(row->becomes + static_cast<int>(code - row->first)));
        if (sign != nullptr)
            piece = sign->becomes == kNothing ? std::string{} : std::string(1, sign->becomes);
        for (std::size_t i = 0; i < piece.size(); ++i) result.origins.push_back(at + i);
        result.text += piece;
        at += bytes;
    }
    if (!is_changed) return std::nullopt;
    result.origins.push_back(utf8.size());
    return result;
}

}  // namespace medal::imaging::deid
