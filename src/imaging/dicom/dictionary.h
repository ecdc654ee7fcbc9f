// The data dictionary of PS3.6: VR and keyword of a standard tag. Generated at build time from DCMTK's
// dictionary.
#pragma once

#include "imaging/dicom/element.h"

#include <string_view>

namespace medal::imaging::dicom {

struct Entry {
    std::uint32_t tag = 0;
    Vr vr{};
    std::string_view keyword;
};

/// nullptr for private and unknown tags. Curve (50xx) and overlay (60xx) groups are found by their first
/// group.
const Entry* find_entry(Tag tag);

/// The keyword, or "PrivateElement" / "UnknownElement".
std::string_view keyword_of(Tag tag);

/// The standard attribute of this keyword ("PatientID"), or nullptr.
const Entry* find_keyword(std::string_view keyword);

/// Whether `word` (lower case, letters only) occurs in the name of any standard attribute: the field's own
/// words.
bool is_dictionary_word(std::string_view word);

}  // namespace medal::imaging::dicom
