// Free text without the identifiers of the study and without what looks like a name, date, number, phone,
// address or institution in general. Errs towards removing: a lost word costs less than a found patient.
#pragma once

#include "imaging/deid/identifiers.h"

#include <optional>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

enum class Search {
    /// Only what is known of this study.
    known,
    /// Also what looks identifying by its form.
    known_and_patterns,
};

/// The cleaned text, or nullopt where nothing had to go.
std::optional<std::string> clean_text(std::string_view utf8, const Identifiers& identifiers, Search search);

}  // namespace medal::imaging::deid
