#include "contribution/item_actions.h"

#include "answers/answers.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "contribution/case_actions.h"
#include "contribution/problem_link.h"
#include "contribution/rules.h"
#include "contribution/store.h"
#include "contribution/text_check.h"

namespace medal::contribution {
namespace {

using base::Error;
using base::ErrorKind;

constexpr base::TextLimits kReasonLimits{.min_characters = 0, .max_characters = 2000};

struct ItemPayload {
    ItemId item_id;
};
BOOST_DESCRIBE_STRUCT(ItemPayload, (), (item_id))

struct TransitionData {
    ItemState from = ItemState::draft;
    ItemState to = ItemState::draft;
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(TransitionData, (), (from, to, version))

struct Evidence {
    std::string field;
    std::vector<std::string> kinds;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (field, kinds))

void lay(ItemRow& row, const ItemDraft& draft) {
    row.problem_id = draft.problem_id;
    row.stem = draft.stem;
    row.language = draft.language;
    row.answer_spec = draft.answer_spec;
    row.answer_type = answers::type_of(draft.answer_spec);
    row.reference_standard = draft.reference_standard;
    row.reference_note = draft.reference_note;
    row.difficulty_note = draft.difficulty_note;
    row.asset_ids = draft.asset_ids;
}

ItemDraft draft_of(const ItemRow& row, const Answer& answer) {
    return {row.problem_id,      row.stem,         row.language,           row.answer_spec,
            answer.reference,    answer.rationale, row.reference_standard, row.reference_note,
            row.difficulty_note, row.asset_ids};
}

ItemDraft changed(ItemDraft draft, const ItemChange& change) {
    const auto lay_over = [](auto& field, const auto& value) {
        if (value) field = *value;
    };
    lay_over(draft.problem_id, change.problem_id);
    lay_over(draft.stem, change.stem);
    lay_over(draft.language, change.language);
    lay_over(draft.answer_spec, change.answer_spec);
    lay_over(draft.reference, change.reference);
    lay_over(draft.rationale, change.rationale);
    lay_over(draft.reference_standard, change.reference_standard);
    lay_over(draft.reference_note, change.reference_note);
    lay_over(draft.difficulty_note, change.difficulty_note);
    lay_over(draft.asset_ids, change.asset_ids);
    return draft;
}

void require_author(const work::Unit& unit, base::PersonId author) {
    if (unit.actor().is_person() && unit.actor().person_id == author) return;
    throw Error{ErrorKind::forbidden, "item.not_you", "Only its author may do this."};
}

void require_submittable(work::Unit& unit, const ItemRow& row) {
    std::vector<AssetId> own;
    for (const auto& asset : store::assets_of(unit.db(), row.case_id)) own.push_back(asset.id);
    const auto draft = draft_of(row, store::load_answer(unit.db(), row.id).open_seal());
    rules::check_item(draft);
    rules::require_submittable(store::load_case(unit.db(), row.case_id).state, draft, own);
}

void emit_transition(work::Unit& unit, const ItemRow& row, ItemAction action, ItemState from,
                     const std::string& reason) {
    unit.emit({.action = "item." + std::string{base::enum_text(action)},
               .subject_kind = "item",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = reason,
               .data = base::to_json(TransitionData{from, row.state, row.version})});
}

void move(work::Unit& unit, ItemRow& row, ItemAction action, const std::string& reason) {
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    const auto from = row.state;
    row.state = rules::next_state(from, action, parts);
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    emit_transition(unit, row, action, from, reason);
}

void add_text_check(work::Unit& unit, const ItemRow& row, const std::string& field, std::string_view text) {
    const auto kinds = rules::suspicious_parts(text);
    if (kinds.empty()) return;
    store::insert(
        unit.db(),
        CheckRow{unit.new_id<CheckId>(), row.case_id, row.id, CheckKind::text_identifiers, Verdict::block,
                 "This text may identify the patient; take it out.", base::to_json(Evidence{field, kinds}),
                 false, unit.now(), "check.text_identifies"});
}

}  // namespace

ItemRow create_item(work::Unit& unit, CaseId case_id, const ItemDraft& draft) {
    const auto one = visible_case(unit, case_id);
    require_author(unit, one.author_id);
    if (one.state == CaseState::withdrawn) {
        throw Error{ErrorKind::conflict, "case.not_now", "This case was withdrawn."};
    }
    rules::check_item(draft);
    if (draft.problem_id) require_open_problem(unit, one.campaign_id, *draft.problem_id);
    ItemRow row;
    row.id = unit.new_id<ItemId>();
    row.case_id = case_id;
    row.campaign_id = one.campaign_id;
    row.author_id = one.author_id;
    row.author_name = unit.actor().display_name;
    row.author_institution = unit.actor().institution;
    lay(row, draft);
    if (!row.problem_id) row.problem_id = one.problem_id;
    row.created_at = row.updated_at = unit.now();
    store::insert(unit.db(), row, {draft.reference, draft.rationale});
    unit.emit({.action = "item.created",
               .subject_kind = "item",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id});
    return row;
}

ItemRow change_item(work::Unit& unit, ItemId id, const ItemChange& change) {
    auto row = visible_item(unit, id);
    require_author(unit, row.author_id);
    if (!rules::is_open_for_change(row.state)) {
        throw Error{ErrorKind::conflict, "item.not_now",
                    "This question can be changed in draft and in revision only."};
    }
    const auto draft = changed(draft_of(row, store::load_answer(unit.db(), id).open_seal()), change);
    rules::check_item(draft);
    if (draft.problem_id && draft.problem_id != row.problem_id)
        require_open_problem(unit, row.campaign_id, *draft.problem_id);
    lay(row, draft);
    row.version += row.state == ItemState::in_revision ? 1 : 0;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    store::update_answer(unit.db(), id, {draft.reference, draft.rationale});
    return row;
}

ItemRow act_on_item(work::Unit& unit, ItemId id, ItemAction action, const std::string& reason) {
    base::require_text(reason, kReasonLimits, "/reason");
    auto row = unit.actor().is_system() ? store::load_item(unit.db(), id) : visible_item(unit, id);
    if (action == ItemAction::submit || action == ItemAction::resubmit) require_submittable(unit, row);
    move(unit, row, action, reason);
    if (action == ItemAction::submit) see_to_checks(unit, row);
    return row;
}

ItemRow visible_item(work::Unit& unit, ItemId id) {
    auto row = store::load_item(unit.db(), id);
    const auto& actor = unit.actor();
    const auto serves = [&](base::Role role) { return actor.has(role, row.campaign_id); };
    const bool is_author = actor.is_person() && actor.person_id == row.author_id;
    if (is_author || serves(base::Role::chair) || serves(base::Role::organizer) ||
        serves(base::Role::steward))
        return row;
    throw Error{ErrorKind::not_found, "item.not_found", "There is no such question, or it is not yours."};
}

bool may_see_answer(const base::Actor& actor, const ItemRow& row) {
    if (actor.is_person() && actor.person_id == row.author_id) return true;
    return actor.has(base::Role::chair, row.campaign_id) || actor.has(base::Role::organizer, row.campaign_id);
}

void see_to_checks(work::Unit& unit, const ItemRow& row) {
    const auto payload = base::to_json(ItemPayload{row.id});
    if (jobs::is_pending(unit.db(), kCheckItemJob, payload)) return;
    unit.enqueue({.kind = kCheckItemJob, .payload = payload, .priority = 5});
}

void check_item(work::Workshop& shop, jobs::JobContext& job) {
    const auto id = base::from_json<ItemPayload>(job.job().payload).item_id;
    work::run(shop, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        auto row = store::load_item(unit.db(), id);
        job.complete_in(unit.db());
        if (row.state != ItemState::submitted && row.state != ItemState::in_checks) return;
        if (row.state == ItemState::submitted) move(unit, row, ItemAction::start_checks, "");
        store::remove_checks_of_item(unit.db(), id);
        add_text_check(unit, row, "stem", row.stem);
        add_text_check(unit, row, "rationale", store::load_answer(unit.db(), id).open_seal().rationale);
        const bool is_clean = store::checks_of_item(unit.db(), id).empty();
        move(unit, row, is_clean ? ItemAction::pass_checks : ItemAction::block, "");
    });
}

}  // namespace medal::contribution
