// Use cases of curation/: invite, accept or decline, answer blind, score, submit, decide.
#pragma once

#include "contribution/rows.h"
#include "curation/types.h"
#include "work/unit.h"

#include <span>
#include <string>

namespace medal::curation {

constexpr std::int64_t kReviewDays = 21;

/// A reviewer as accounts/ knows them; `is_panellist` in the item's campaign.
struct Candidate {
    Party party;
    std::string name;
    bool is_panellist = false;
};

/// Chairs and organizers only; never against a conflict. Error{conflict, "review.twice"} when already
/// invited.
ReviewRow invite(work::Unit& unit, ItemId item, const Candidate& candidate,
                 std::span<const DeclaredConflict> declared);

/// `accept`, `decline`, `submit` by the reviewer.
ReviewRow act(work::Unit& unit, ReviewId id, ReviewAction action, const std::string& reason);
ReviewRow answer_blind(work::Unit& unit, ReviewId id, const BlindAnswer& blind);
ReviewRow score(work::Unit& unit, ReviewId id, std::span<const Criterion> rubric, const Scoring& scoring);

/// The chair's word on an item; Error{conflict, "decision.too_early"} before `min_reviews` were submitted.
contribution::ItemRow decide(work::Unit& unit, ItemId item, const DecisionCommand& command,
                             std::int64_t min_reviews);

/// The review, for its reviewer only.
ReviewRow own_review(work::Unit& unit, ReviewId id);

/// The actor is to answer this item blind and has not yet: no route may show them its answer.
bool must_answer_first(work::Unit& unit, ItemId item);

}  // namespace medal::curation
