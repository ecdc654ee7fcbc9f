// Validation, grading and reading of answers of any type: the one place that authoring, review and
// evaluation call. Each answer type is a folder below; this file only chooses among them.
#pragma once

#include "answers/types.h"

#include <optional>
#include <string>
#include <string_view>

namespace medal::answers {

AnswerType type_of(const AnswerSpec& spec);

/// Throw base::Error{invalid} with the field; "answer.other_type" when the families do not fit together.
void check_spec(const AnswerSpec& spec);
void check_reference(const AnswerSpec& spec, const Reference& reference);
void check_answer(const AnswerSpec& spec, const Answer& answer);

/// An answer of another type than the spec is `unreadable`. Never throws for a checked spec and reference.
Grade grade(const AnswerSpec& spec, const Reference& reference, const Answer& answer);

/// Reads the answer from plain text after "Answer:"; nullopt when it cannot be read (never a guess).
std::optional<Answer> read_text(const AnswerSpec& spec, std::string_view text);

/// One line that tells an answerer (a model) the form that is expected.
std::string form_of_answer(const AnswerSpec& spec);

}  // namespace medal::answers
