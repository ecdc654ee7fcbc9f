#include "curation/rules.h"

#include "answers/answers.h"
#include "base/enum_text.h"
#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace medal::curation::rules {
namespace {

using base::Error;
using base::ErrorKind;

constexpr ReviewTransition kReviewTransitions[] = {
    {ReviewState::invited, ReviewAction::accept, ReviewState::accepted, ReviewPart::reviewer},
    {ReviewState::invited, ReviewAction::decline, ReviewState::declined, ReviewPart::reviewer},
    {ReviewState::invited, ReviewAction::expire, ReviewState::expired, ReviewPart::system},
    {ReviewState::accepted, ReviewAction::answer, ReviewState::answered_blind, ReviewPart::reviewer},
    {ReviewState::answered_blind, ReviewAction::score, ReviewState::scored, ReviewPart::reviewer},
    {ReviewState::scored, ReviewAction::score, ReviewState::scored, ReviewPart::reviewer},
    {ReviewState::scored, ReviewAction::submit, ReviewState::submitted, ReviewPart::reviewer},
};

constexpr base::TextLimits kCommentLimits{.min_characters = 0, .max_characters = 8000};
constexpr std::int64_t kLongestReview_s = 24 * 3600;

void check_score(const Criterion& criterion, const Scores& scores) {
    const auto found = scores.find(criterion.key);
    const std::string field = "/scores/" + criterion.key;
    if (found == scores.end()) {
        throw Error{ErrorKind::invalid,
                    "review.score_missing",
                    "Score every criterion of the rubric.",
                    {.field = field}};
    }
    if (found->second < criterion.lowest || found->second > criterion.highest) {
        throw Error{ErrorKind::invalid,
                    "review.score_range",
                    "This score lies between " + std::to_string(criterion.lowest) + " and " +
                        std::to_string(criterion.highest) + ".",
                    {.field = field}};
    }
}

}  // namespace

std::span<const ReviewTransition> review_transitions() {
    return kReviewTransitions;
}

ReviewState next_state(ReviewState from, ReviewAction action, std::span<const ReviewPart> parts) {
    const auto* row = base::find_transition(review_transitions(), from, action, parts);
    if (row != nullptr) return row->to;
    if (base::is_possible(review_transitions(), from, action)) {
        throw Error{ErrorKind::forbidden, "review.not_you", "This review is another person's."};
    }
    throw Error{ErrorKind::conflict,
                "review.not_now",
                "This cannot be done while the review is " + std::string{base::enum_text(from)} + ".",
                {.field = "/action", .hint = "See allowed_actions.", .detail = {}}};
}

bool reveals_reference(ReviewState state) {
    return state == ReviewState::answered_blind || state == ReviewState::scored ||
           state == ReviewState::submitted;
}

void check_blind(const answers::AnswerSpec& spec, const BlindAnswer& blind) {
    answers::check_answer(spec, blind.answer);
    if (blind.confidence < 0 || blind.confidence > 100) {
        throw Error{ErrorKind::invalid,
                    "review.confidence",
                    "Confidence lies between 0 and 100.",
                    {.field = "/confidence"}};
    }
    if (blind.seconds < 0 || blind.seconds > kLongestReview_s) {
        throw Error{ErrorKind::invalid,
                    "review.seconds",
                    "The time lies between 0 and 86400 seconds.",
                    {.field = "/seconds"}};
    }
}

void check_scoring(std::span<const Criterion> rubric, const Scoring& scoring) {
    for (const auto& criterion : rubric) check_score(criterion, scoring.scores);
    if (scoring.scores.size() != rubric.size()) {
        throw Error{ErrorKind::invalid,
                    "review.unknown_criterion",
                    "There is a score for something the rubric lacks.",
                    {.field = "/scores"}};
    }
    base::require_text(scoring.comment, kCommentLimits, "/comment");
    if (scoring.recommendation != Recommendation::accept && base::trimmed(scoring.comment).empty()) {
        throw Error{ErrorKind::invalid,
                    "review.comment_missing",
                    "Say why, so that the author can act on it.",
                    {.field = "/comment"}};
    }
}

bool is_ready_to_decide(std::span<const ReviewRow> reviews, std::int64_t min_reviews) {
    const auto submitted = std::count_if(reviews.begin(), reviews.end(), [](const ReviewRow& review) {
        return review.state == ReviewState::submitted;
    });
    return submitted >= min_reviews;
}

}  // namespace medal::curation::rules
