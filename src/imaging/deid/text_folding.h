// Characters that people read as others: figures of other scripts, the broad letters of Japanese, typographic
// hyphens, apostrophes and spaces, and signs that are not seen. The rules of text_cleaner know ASCII only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

struct FoldedText {
    std::string text;
    /// Where each byte of `text` comes from, and behind the last one the length of the original.
    std::vector<std::size_t> origins;
};

/// nullopt where nothing changes, as in nearly all texts.
std::optional<FoldedText> folded(std::string_view utf8);

}  // namespace medal::imaging::deid
