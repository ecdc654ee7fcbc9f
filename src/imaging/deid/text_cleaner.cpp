#include "imaging/deid/text_cleaner.h"

#include "imaging/deid/text_folding.h"
#include "imaging/deid/text_known.h"
#include "imaging/deid/text_marks.h"

namespace medal::imaging::deid {

namespace {

void mark_all(TextMarks& marks, const Identifiers& identifiers, Search search) {
    mark_known_names(marks, identifiers.reveal());
    mark_known_phrases(marks, identifiers.reveal());
    mark_birth_dates(marks, identifiers.reveal());
    if (search != Search::known_and_patterns) return;
    mark_dates(marks);
    mark_ages(marks);
    mark_numbers(marks);
    mark_phones(marks);
    mark_mail_and_links(marks);
    mark_addresses(marks);
    mark_institutions(marks);
    mark_names(marks);
}

/// As it would be read; what is found there goes from the text as it is written.
void mark_folded(TextMarks& marks, const FoldedText& folded, const Identifiers& identifiers, Search search) {
    TextMarks inner{folded.text};
    mark_all(inner, identifiers, search);
    for (std::size_t i = 0; i < folded.text.size(); ++i) {
        if (inner.is_marked(i)) marks.mark(folded.origins[i], folded.origins[i + 1]);
    }
}

}  // namespace

std::optional<std::string> clean_text(std::string_view utf8, const Identifiers& identifiers, Search search) {
    TextMarks marks{utf8};
    mark_all(marks, identifiers, search);
    if (const auto text = folded(utf8)) mark_folded(marks, *text, identifiers, search);
    if (!marks.any()) return std::nullopt;
    return marks.remaining();
}

}  // namespace medal::imaging::deid
