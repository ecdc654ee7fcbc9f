// Words that are the field's own and so nobody's name: attribute names of the DICOM dictionary and clinical
// terms.
#pragma once

#include <string_view>

namespace medal::imaging::deid {

/// `word` in lower case.
bool is_clinical_word(std::string_view word);

/// The same and many more, and what ends as words of medicine do: enough to say that a word of which nothing
/// is known is no name. A name that is known is never spared by it: families are called Linke and Crystal,
/// too.
bool is_trade_word(std::string_view word);

/// A word of the trade, or one of the codes that images carry ("NORM", "PRIMARY").
bool is_code(std::string_view word);

/// "jan", "january", "januar", … in the languages of Europe that most scanners speak, lower case.
bool is_month(std::string_view word);

}  // namespace medal::imaging::deid
