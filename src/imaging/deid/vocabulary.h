// Words that are the field's own and so nobody's name: attribute names of the DICOM dictionary and clinical
// terms.
#pragma once

#include <string_view>

namespace medal::imaging::deid {

/// `word` in lower case.
bool is_clinical_word(std::string_view word);

/// A word of the trade, or one of the codes that images carry ("NORM", "PRIMARY").
bool is_code(std::string_view word);

/// "jan", "january", "januar", … in the languages of Europe that most scanners speak, lower case.
bool is_month(std::string_view word);

}  // namespace medal::imaging::deid
