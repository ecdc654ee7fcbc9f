// Use cases on items: create, change, act, and the automatic checks of a submitted one.
#pragma once

#include "contribution/rows.h"
#include "jobs/loop.h"
#include "work/run.h"

#include <optional>
#include <string>

namespace medal::contribution {

constexpr const char* kCheckItemJob = "contribution.check_item";

/// The fields of a PATCH; `reference` and `rationale` as well, for the author.
struct ItemChange {
    std::optional<std::string> problem_id;
    std::optional<std::string> stem;
    std::optional<std::string> language;
    std::optional<answers::AnswerSpec> answer_spec;
    std::optional<answers::Reference> reference;
    std::optional<std::string> rationale;
    std::optional<ReferenceStandard> reference_standard;
    std::optional<std::string> reference_note;
    std::optional<std::string> difficulty_note;
    std::optional<std::vector<AssetId>> asset_ids;
};
BOOST_DESCRIBE_STRUCT(ItemChange, (),
                      (problem_id, stem, language, answer_spec, reference, rationale, reference_standard,
                       reference_note, difficulty_note, asset_ids))

ItemRow create_item(work::Unit& unit, CaseId case_id, const ItemDraft& draft);
/// Only the author, in draft or revision; a change in revision makes a new version.
ItemRow change_item(work::Unit& unit, ItemId id, const ItemChange& change);
/// Every action of the state machine that a person or the house may take.
ItemRow act_on_item(work::Unit& unit, ItemId id, ItemAction action, const std::string& reason);

/// The item, for its author and for those who serve the campaign as chair, organizer or steward.
ItemRow visible_item(work::Unit& unit, ItemId id);
/// Whether the actor may see the answer: its author, and chairs and organizers, who decide on it.
bool may_see_answer(const base::Actor& actor, const ItemRow& row);

/// Enqueues the job that checks a submitted item, where there is none.
void see_to_checks(work::Unit& unit, const ItemRow& row);

/// The job that checks a submitted item and sends it to review or back to its author.
void check_item(work::Workshop& shop, jobs::JobContext& job);

}  // namespace medal::contribution
