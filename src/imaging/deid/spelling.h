// The ways in which different people write one word: in capitals, without its marks ("Muller"), in the
// transcription of German and Danish ("Mueller"). Latin, Greek and Cyrillic; knows no language.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

/// As many bytes as before, so that places in one are places in the other.
std::string to_lower(std::string_view utf8);
std::string to_upper(std::string_view utf8);

/// The word itself is one of them.
std::set<std::string> spellings_of(std::string_view lower);

}  // namespace medal::imaging::deid
