#include "imaging/deid/text_cleaner.h"

#include "imaging/deid/text_known.h"
#include "imaging/deid/text_marks.h"

namespace medal::imaging::deid {

std::optional<std::string> clean_text(std::string_view utf8, const Identifiers& identifiers, Search search) {
    TextMarks marks{utf8};
    mark_known_names(marks, identifiers.reveal());
    mark_known_phrases(marks, identifiers.reveal());
    mark_birth_dates(marks, identifiers.reveal());
    if (search == Search::known_and_patterns) {
        mark_dates(marks);
        mark_ages(marks);
        mark_numbers(marks);
        mark_phones(marks);
        mark_mail_and_links(marks);
        mark_addresses(marks);
        mark_institutions(marks);
        mark_names(marks);
    }
    if (!marks.any()) return std::nullopt;
    return marks.remaining();
}

}  // namespace medal::imaging::deid
