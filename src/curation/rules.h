// Pure decisions of curation/: transitions of a review, when the reference may
// be seen (rule 2), what a scoring must hold.
#pragma once

#include "base/state_machine.h"
#include "curation/types.h"

#include <span>
#include <string>
#include <vector>

namespace medal::curation::rules {

using ReviewTransition = base::Transition<ReviewState, ReviewAction, ReviewPart>;
std::span<const ReviewTransition> review_transitions();

/// Throws Error{conflict "review.not_now" | forbidden "review.not_you"}.
ReviewState next_state(ReviewState from, ReviewAction action, std::span<const ReviewPart> parts);

/// True once the blind answer is stored, and not a moment earlier.
bool reveals_reference(ReviewState state);

void check_blind(const answers::AnswerSpec& spec, const BlindAnswer& blind);
void check_scoring(std::span<const Criterion> rubric, const Scoring& scoring);

/// Enough reviews were submitted for a decision.
bool is_ready_to_decide(std::span<const ReviewRow> reviews, std::int64_t min_reviews);

}  // namespace medal::curation::rules
