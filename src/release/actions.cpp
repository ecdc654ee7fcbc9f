#include "release/actions.h"

#include "base/enum_text.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "contribution/store.h"

#include <algorithm>
#include <map>

namespace medal::release {
namespace {

using base::Error;
using base::ErrorKind;
using contribution::ItemState;

struct FreezePayload {
    ReleaseId release_id;
};
BOOST_DESCRIBE_STRUCT(FreezePayload, (), (release_id))

void require_organizer(const work::Unit& unit, base::CampaignId campaign) {
    if (unit.actor().has(base::Role::organizer, campaign)) return;
    throw Error{ErrorKind::forbidden, "release.not_organizer", "Only the campaign's organizers may do this."};
}

void emit(work::Unit& unit, const ReleaseRow& row, std::string_view verb) {
    unit.emit({.action = "release." + std::string{verb},
               .subject_kind = "release",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id});
}

[[noreturn]] void throw_not_now(const ReleaseRow& row) {
    throw Error{ErrorKind::conflict,
                "release.not_now",
                "This cannot be done while the release is " + std::string{base::enum_text(row.state)} + ".",
                {.field = "/action", .hint = "See allowed_actions.", .detail = {}}};
}

EntryRow checked_entry(work::Unit& unit, const ReleaseRow& release, const Entry& entry, std::size_t index,
                       std::map<std::string, Split>& split_of_patient) {
    const auto field = "/entries/" + std::to_string(index);
    const auto item = contribution::store::load_item(unit.db(), entry.item_id);
    const bool is_fit = item.state == ItemState::accepted || item.state == ItemState::released;
    if (item.campaign_id != release.campaign_id || !is_fit) {
        throw Error{ErrorKind::invalid,
                    "release.item_not_accepted",
                    "Only accepted questions of this campaign can be released.",
                    {.field = field + "/item_id"}};
    }
    const auto patient = contribution::store::load_case(unit.db(), item.case_id).patient_key;
    if (split_of_patient.try_emplace(patient, entry.split).first->second != entry.split) {
        throw Error{ErrorKind::invalid,
                    "release.patient_in_two_splits",
                    "Two questions on one patient are in different splits.",
                    {.field = field + "/split",
                     .hint = "Put all questions of a patient into one split.",
                     .detail = {}}};
    }
    return {release.id, entry.item_id, item.version, entry.split, {}, {}};
}

void supersede_others(work::Unit& unit, const ReleaseRow& row) {
    for (auto& other : store::of_campaign(unit.db(), row.campaign_id)) {
        if (other.id == row.id || other.state != ReleaseState::published) continue;
        other.state = ReleaseState::superseded;
        store::update(unit.db(), other);
        emit(unit, other, "superseded");
    }
}

void publish(work::Unit& unit, ReleaseRow& row) {
    row.state = ReleaseState::published;
    row.published_at = unit.now();
    supersede_others(unit, row);
    for (const auto& entry : store::entries_of(unit.db(), row.id)) {
        auto item = contribution::store::load_item(unit.db(), entry.item_id);
        if (item.state != ItemState::accepted) continue;
        item.state = ItemState::released;
        item.updated_at = unit.now();
        contribution::store::update(unit.db(), item);
        unit.emit({.action = "item.release",
                   .subject_kind = "item",
                   .subject_id = item.id.text(),
                   .campaign_id = item.campaign_id});
    }
}

}  // namespace

bool is_organizer(const base::Actor& actor, const ReleaseRow& row) {
    return actor.has(base::Role::organizer, row.campaign_id);
}

std::vector<ReleaseAction> allowed_actions(const base::Actor& actor, const ReleaseRow& row) {
    if (!is_organizer(actor, row)) return {};
    switch (row.state) {
        case ReleaseState::assembling:
            if (row.is_freezing) return {};
            return {ReleaseAction::freeze, ReleaseAction::discard};
        case ReleaseState::frozen:
            return {ReleaseAction::publish};
        default:
            return {};
    }
}

ReleaseRow visible_release(work::Unit& unit, ReleaseId id) {
    auto row = store::load(unit.db(), id);
    const bool is_public = row.state == ReleaseState::published || row.state == ReleaseState::superseded;
    if (is_public || is_organizer(unit.actor(), row)) return row;
    throw Error{ErrorKind::not_found, "release.not_found", "There is no such release."};
}

ReleaseRow create_release(work::Unit& unit, base::CampaignId campaign, const ReleaseDraft& draft) {
    require_organizer(unit, campaign);
    base::require_text(draft.name, {.min_characters = 3, .max_characters = 120}, "/name");
    base::require_text(draft.version, {.min_characters = 1, .max_characters = 40}, "/version");
    base::require_text(draft.notes, {.min_characters = 0, .max_characters = 8000}, "/notes");
    for (const auto& other : store::of_campaign(unit.db(), campaign)) {
        if (other.version != draft.version || other.state == ReleaseState::discarded) continue;
        throw Error{ErrorKind::conflict,
                    "release.version_taken",
                    "There is a release of this version already.",
                    {.field = "/version"}};
    }
    ReleaseRow row;
    row.id = unit.new_id<ReleaseId>();
    row.campaign_id = campaign;
    row.name = draft.name;
    row.version = draft.version;
    row.notes = draft.notes;
    row.created_at = unit.now();
    store::insert(unit.db(), row);
    emit(unit, row, "created");
    return row;
}

ReleaseRow set_entries(work::Unit& unit, ReleaseId id, const EntryList& list) {
    const auto row = visible_release(unit, id);
    require_organizer(unit, row.campaign_id);
    if (row.state != ReleaseState::assembling || row.is_freezing) throw_not_now(row);
    std::map<std::string, Split> split_of_patient;
    std::vector<EntryRow> entries;
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
        entries.push_back(checked_entry(unit, row, list.entries[i], i, split_of_patient));
    }
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.item_id < b.item_id; });
    const auto twice = std::adjacent_find(
        entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.item_id == b.item_id; });
    if (twice != entries.end()) {
        throw Error{
            ErrorKind::invalid, "release.item_twice", "A question is there twice.", {.field = "/entries"}};
    }
    store::set_entries(unit.db(), id, entries);
    return row;
}

ReleaseRow act_on_release(work::Unit& unit, ReleaseId id, ReleaseAction action) {
    auto row = visible_release(unit, id);
    require_organizer(unit, row.campaign_id);
    const auto allowed = allowed_actions(unit.actor(), row);
    if (std::find(allowed.begin(), allowed.end(), action) == allowed.end()) throw_not_now(row);
    if (action == ReleaseAction::freeze) {
        if (store::entries_of(unit.db(), id).empty()) {
            throw Error{ErrorKind::conflict, "release.empty", "Choose questions first."};
        }
        row.is_freezing = true;
        unit.enqueue({.kind = kFreezeJob, .payload = base::to_json(FreezePayload{id}), .priority = 8});
    } else if (action == ReleaseAction::publish) {
        publish(unit, row);
    } else {
        row.state = ReleaseState::discarded;
    }
    store::update(unit.db(), row);
    emit(unit, row, action == ReleaseAction::freeze ? "freeze_asked" : base::enum_text(row.state));
    return row;
}

int settle_abandoned(work::Unit& unit) {
    int count = 0;
    for (auto& row : store::being_frozen(unit.db())) {
        if (jobs::is_pending(unit.db(), kFreezeJob, base::to_json(FreezePayload{row.id}))) continue;
        row.is_freezing = false;
        store::update(unit.db(), row);
        emit(unit, row, "freeze_given_up");
        ++count;
    }
    return count;
}

}  // namespace medal::release
