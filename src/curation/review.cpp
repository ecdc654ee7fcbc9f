#include "curation/review.h"

#include "answers/answers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "contribution/item_actions.h"
#include "contribution/store.h"
#include "curation/rules.h"
#include "curation/store.h"

namespace medal::curation {
namespace {

using base::Error;
using base::ErrorKind;
using contribution::ItemAction;
using contribution::ItemRow;
using contribution::ItemState;

constexpr base::TextLimits kReasonLimits{.min_characters = 0, .max_characters = 4000};

struct InvitationData {
    std::string item_id;
    std::string reviewer_id;
};
BOOST_DESCRIBE_STRUCT(InvitationData, (), (item_id, reviewer_id))

void emit(work::Unit& unit, const ReviewRow& row, std::string_view verb, const std::string& reason = {}) {
    unit.emit({.action = "review." + std::string{verb},
               .subject_kind = "review",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason,
               .data = base::to_json(InvitationData{row.item_id.text(), row.reviewer_id.text()})});
}

void require_decider(const work::Unit& unit, const ItemRow& item) {
    const auto& actor = unit.actor();
    const bool decides =
        actor.has(base::Role::chair, item.campaign_id) || actor.has(base::Role::organizer, item.campaign_id);
    if (!decides) {
        throw Error{ErrorKind::forbidden, "curation.not_chair",
                    "Only the chair or an organizer may do this."};
    }
    if (actor.is_person() && actor.person_id == item.author_id) {
        throw Error{ErrorKind::forbidden, "curation.own_item", "Nobody decides on their own question."};
    }
}

ReviewRow moved(work::Unit& unit, ReviewId id, ReviewAction action) {
    auto row = own_review(unit, id);
    row.state = rules::next_state(row.state, action, std::vector{ReviewPart::reviewer});
    return row;
}

}  // namespace

ReviewRow own_review(work::Unit& unit, ReviewId id) {
    auto row = store::load(unit.db(), id);
    if (unit.actor().is_person() && unit.actor().person_id == row.reviewer_id) return row;
    throw Error{ErrorKind::not_found, "review.not_found", "There is no such review, or it is not yours."};
}

bool must_answer_first(work::Unit& unit, ItemId item) {
    if (!unit.actor().is_person()) return false;
    const auto review = store::current(unit.db(), item, unit.actor().person_id);
    return review && !rules::reveals_reference(review->state);
}

ReviewRow invite(work::Unit& unit, ItemId item_id, const Candidate& candidate,
                 std::span<const DeclaredConflict> declared) {
    const auto item = contribution::store::load_item(unit.db(), item_id);
    require_decider(unit, item);
    if (item.state != ItemState::in_review) {
        throw Error{ErrorKind::conflict, "review.item_not_in_review",
                    "Reviewers are invited while the item is in review."};
    }
    if (!candidate.is_panellist) {
        throw Error{ErrorKind::invalid,
                    "review.not_panellist",
                    "This person is not on the panel.",
                    {.field = "/reviewer_id", .hint = "Give them the role panellist first.", .detail = {}}};
    }
    const auto conflict =
        accounts::conflict_between(candidate.party, {item.author_id, item.author_institution}, declared);
    if (!conflict.empty()) {
        throw Error{ErrorKind::invalid,
                    "review.conflict",
                    "This person has a conflict of interest: " + conflict + ".",
                    {.field = "/reviewer_id", .hint = "Choose another panellist.", .detail = {}}};
    }
    if (store::current(unit.db(), item_id, candidate.party.id)) {
        throw Error{ErrorKind::conflict, "review.twice", "This person has been invited already."};
    }
    ReviewRow row;
    row.id = unit.new_id<ReviewId>();
    row.item_id = item_id;
    row.item_version = item.version;
    row.campaign_id = item.campaign_id;
    row.reviewer_id = candidate.party.id;
    row.reviewer_name = candidate.name;
    row.reviewer_institution = candidate.party.institution;
    row.invited_at = unit.now();
    row.due_on = base::day_of(unit.now() + kReviewDays * base::kDay_us);
    store::insert(unit.db(), row);
    emit(unit, row, "invited");
    return row;
}

ReviewRow act(work::Unit& unit, ReviewId id, ReviewAction action, const std::string& reason) {
    base::require_text(reason, kReasonLimits, "/reason");
    if (action == ReviewAction::answer || action == ReviewAction::score) {
        throw Error{ErrorKind::invalid,
                    "review.own_route",
                    "This step has a route of its own.",
                    {.field = "/action"}};
    }
    auto row = moved(unit, id, action);
    if (action == ReviewAction::submit) row.submitted_at = unit.now();
    store::update(unit.db(), row);
    emit(unit, row, base::enum_text(row.state), reason);
    return row;
}

ReviewRow answer_blind(work::Unit& unit, ReviewId id, const BlindAnswer& blind) {
    auto row = moved(unit, id, ReviewAction::answer);
    const auto item = contribution::store::load_item(unit.db(), row.item_id);
    rules::check_blind(item.answer_spec, blind);
    const auto sealed = contribution::store::load_answer(unit.db(), row.item_id);
    const auto grade = answers::grade(item.answer_spec, sealed.open_seal().reference, blind.answer);
    row.blind_answer = blind.answer;
    row.confidence = blind.confidence;
    row.seconds = blind.seconds;
    row.blind_correct = grade.correct;
    row.blind_score = grade.score;
    row.answered_at = unit.now();
    store::update(unit.db(), row);
    emit(unit, row, "answered_blind");
    return row;
}

ReviewRow score(work::Unit& unit, ReviewId id, std::span<const Criterion> rubric, const Scoring& scoring) {
    auto row = moved(unit, id, ReviewAction::score);
    rules::check_scoring(rubric, scoring);
    row.scores = scoring.scores;
    row.recommendation = scoring.recommendation;
    row.comment = scoring.comment;
    store::update(unit.db(), row);
    emit(unit, row, "scored");
    return row;
}

contribution::ItemRow decide(work::Unit& unit, ItemId item_id, const DecisionCommand& command,
                             std::int64_t min_reviews) {
    auto item = contribution::store::load_item(unit.db(), item_id);
    require_decider(unit, item);
    base::require_text(command.reason, {.min_characters = 3, .max_characters = 4000}, "/reason");
    if (must_answer_first(unit, item_id)) {
        throw Error{ErrorKind::conflict, "decision.own_review_open",
                    "Answer your own review of this question first."};
    }
    if (!rules::is_ready_to_decide(store::of_item(unit.db(), item_id), min_reviews)) {
        throw Error{ErrorKind::conflict, "decision.too_early",
                    "A decision needs " + std::to_string(min_reviews) + " submitted reviews."};
    }
    if (command.decision == Recommendation::revise) {
        return contribution::act_on_item(unit, item_id, ItemAction::revise, command.reason);
    }
    if (item.state == ItemState::in_review || item.state == ItemState::in_revision) {
        contribution::act_on_item(unit, item_id, ItemAction::discuss, command.reason);
    }
    const bool accepts = command.decision == Recommendation::accept;
    return contribution::act_on_item(unit, item_id, accepts ? ItemAction::accept : ItemAction::reject,
                                     command.reason);
}

}  // namespace medal::curation
