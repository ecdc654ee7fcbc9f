// Looks as one word in a list or a row of a database: of each look 45 hexadecimal digits, its part (1), its
// pHash (16), its steps (12 of the higher bits, 16 of the lower), by rising parts and without gaps.
#pragma once

#include "imaging/similar/look.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::similar {

std::string text_of(const std::vector<Look>& looks);

/// nullopt for what `text_of` does not write. Nothing is looked at in an empty word.
std::optional<std::vector<Look>> looks_in(std::string_view text);

}  // namespace medal::imaging::similar
