#include "contribution/redaction_actions.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "contribution/case_actions.h"
#include "contribution/redaction_rules.h"
#include "contribution/redaction_store.h"
#include "contribution/rules.h"
#include "contribution/settle_case.h"
#include "contribution/steward.h"
#include "contribution/store.h"

#include <algorithm>

namespace medal::contribution {
namespace {

using base::Error;
using base::ErrorKind;

constexpr base::TextLimits kReasonLimits{.min_characters = 0, .max_characters = 2000};
constexpr std::int64_t kExpiredAtOnce = 100;

struct RedactPayload {
    RedactionId redaction_id;
};
BOOST_DESCRIBE_STRUCT(RedactPayload, (), (redaction_id))

struct RedactionData {
    RedactionId redaction_id;
    RedactionKind kind = RedactionKind::regions;
    AssetId asset_id;
    std::int64_t regions = 0;
    std::int64_t frames = 0;
};
BOOST_DESCRIBE_STRUCT(RedactionData, (), (redaction_id, kind, asset_id, regions, frames))

AssetRow asset_of(work::Unit& unit, const CaseRow& row, AssetId id) {
    auto asset = store::load_asset(unit.db(), id);
    if (asset.case_id == row.id) return asset;
    throw Error{ErrorKind::not_found, "asset.not_found", "There is no such image in this case."};
}

/// Rule 6 and the reason that a steward owes; of the author neither is asked.
void require_right(work::Unit& unit, const CaseRow& row, const std::string& reason) {
    base::require_text(reason, kReasonLimits, "/reason");
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    if (std::find(parts.begin(), parts.end(), Part::author) != parts.end()) return;
    require_no_conflict(unit, row);
    require_reason(reason);
}

RedactionRow new_row(work::Unit& unit, const CaseRow& row, AssetId asset) {
    RedactionRow redaction;
    redaction.id = unit.new_id<RedactionId>();
    redaction.case_id = row.id;
    redaction.asset_id = asset;
    redaction.person_id = unit.actor().person_id;
    redaction.person_name = unit.actor().display_name;
    redaction.created_at = unit.now();
    return redaction;
}

/// The transition, and the job that does the work.
void begin_work(work::Unit& unit, CaseRow& row, const RedactionRow& redaction) {
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    const auto from = row.state;
    row.state = rules::next_state(from, CaseAction::redact, parts);
    rules::require_unsettled_images(store::items_of(unit.db(), row.id));
    store::remove_signatures(unit.db(), row.id);
    row.done_steps = row.total_steps = 0;
    row.version += 1;
    row.updated_at = unit.now();
    store::update(unit.db(), row);
    emit_transition(unit, row, CaseAction::redact, from, redaction.reason);
    const auto payload = redaction_payload(redaction.id);
    unit.enqueue({.kind = kRedactJob,
                  .payload = payload,
                  .priority = 6,
                  .unique_key = std::string{kRedactJob} + ":" + redaction.id.text()});
}

void end(work::Unit& unit, RedactionRow& redaction, RedactionState state) {
    unit.let_blobs_go(owner_of(redaction));
    redaction.state = state;
    redaction.preview = {};
    redaction.expires_at.reset();
    redaction.finished_at = unit.now();
    store::update(unit.db(), redaction);
}

void require_one_at_a_time(work::Unit& unit, CaseId id) {
    if (store::open_redactions(unit.db(), id).empty()) return;
    throw Error{ErrorKind::conflict,
                "redaction.undecided",
                "A volume without its face waits for a decision first.",
                {.hint = "Confirm or discard it, then go on."}};
}

RedactionRow of_case(work::Unit& unit, const CaseRow& row, RedactionId id) {
    auto redaction = store::load_redaction(unit.db(), id);
    if (redaction.case_id == row.id) return redaction;
    throw Error{ErrorKind::not_found, "redaction.not_found", "There is no such redaction."};
}

}  // namespace

std::string redaction_payload(RedactionId id) {
    return base::to_json(RedactPayload{id});
}

std::string owner_of(const RedactionRow& row) {
    return "redaction:" + row.id.text();
}

void emit_redaction(work::Unit& unit, const CaseRow& row, const RedactionRow& redaction, const char* step) {
    const RedactionData data{redaction.id, redaction.kind, redaction.asset_id,
                             static_cast<std::int64_t>(redaction.regions.size()), redaction.frames_changed};
    unit.emit({.action = std::string{"case."} + step,
               .subject_kind = "case",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = redaction.reason,
               .data = base::to_json(data)});
}

RedactionRow ask_redaction(work::Unit& unit, CaseId id, const RedactionCommand& command) {
    auto row = visible_case(unit, id);
    auto redaction = new_row(unit, row, command.asset_id);
    redaction.reason = command.reason.value_or("");
    redaction.kind = command.deface.value_or(false) ? RedactionKind::deface : RedactionKind::regions;
    redaction.regions = command.regions;
    const auto asset = asset_of(unit, row, command.asset_id);
    rules::next_state(row.state, CaseAction::redact,
                      rules::parts_of(unit.actor(), row.author_id, row.campaign_id));
    require_right(unit, row, redaction.reason);
    rules::check_redaction(command, asset);
    require_one_at_a_time(unit, row.id);
    store::insert(unit.db(), redaction);
    begin_work(unit, row, redaction);
    return redaction;
}

RedactionRow dismiss_findings(work::Unit& unit, CaseId id, const DismissalCommand& command) {
    auto row = visible_case(unit, id);
    const auto asset = asset_of(unit, row, command.asset_id);
    rules::next_state(row.state, CaseAction::redact,
                      rules::parts_of(unit.actor(), row.author_id, row.campaign_id));
    require_right(unit, row, command.reason);
    require_reason(command.reason);
    rules::check_regions(command.regions, asset);
    auto redaction = new_row(unit, row, command.asset_id);
    redaction.kind = RedactionKind::dismissal;
    redaction.state = RedactionState::done;
    redaction.regions = command.regions;
    redaction.reason = command.reason;
    redaction.finished_at = unit.now();
    store::insert(unit.db(), redaction);
    emit_redaction(unit, row, redaction, "dismiss");
    return redaction;
}

RedactionRow decide_preview(work::Unit& unit, CaseId id, RedactionId redaction_id, PreviewDecision decision) {
    auto row = visible_case(unit, id);
    auto redaction = of_case(unit, row, redaction_id);
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    rules::next_state(row.state, CaseAction::redact, parts);
    if (std::find(parts.begin(), parts.end(), Part::author) == parts.end()) require_no_conflict(unit, row);
    if (redaction.state != RedactionState::preview) {
        throw Error{ErrorKind::conflict, "redaction.not_now",
                    "This was decided already, or its time is over."};
    }
    if (decision == PreviewDecision::discard) {
        end(unit, redaction, RedactionState::discarded);
        emit_redaction(unit, row, redaction, "discard_redaction");
        return redaction;
    }
    redaction.state = RedactionState::confirmed;
    redaction.expires_at.reset();
    store::update(unit.db(), redaction);
    begin_work(unit, row, redaction);
    return redaction;
}

bool may_redact(work::Unit& unit, const CaseRow& row) {
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    const bool is_author = std::find(parts.begin(), parts.end(), Part::author) != parts.end();
    if (!is_author && has_conflict(unit, row)) return false;
    return !rules::are_images_settled(store::items_of(unit.db(), row.id));
}

RedactionView view_of(const RedactionRow& row) {
    RedactionView view;
    view.id = row.id;
    view.asset_id = row.asset_id;
    view.person_name = row.person_name;
    view.kind = row.kind;
    view.state = row.state;
    view.regions = row.regions;
    view.reason = row.reason;
    view.frames_changed = row.frames_changed;
    if (!row.failure.empty()) view.failure = row.failure;
    const auto start = "/api/v1/cases/" + row.case_id.text() + "/redactions/" + row.id.text() + "/pictures/";
    for (const auto& picture : row.preview.pictures) {
        view.pictures.push_back(
            {picture.name, start + picture.name + "_before", start + picture.name + "_after"});
    }
    view.voxels_removed = row.preview.voxels_removed;
    view.created_at = row.created_at;
    view.finished_at = row.finished_at;
    view.expires_at = row.expires_at;
    return view;
}

base::Sha256 picture_of(work::Unit& unit, CaseId id, RedactionId redaction_id, const std::string& name) {
    const auto redaction = of_case(unit, visible_case(unit, id), redaction_id);
    for (const auto& picture : redaction.preview.pictures) {
        if (name == picture.name + "_before") return picture.before;
        if (name == picture.name + "_after") return picture.after;
    }
    throw Error{ErrorKind::not_found, "redaction.no_picture", "There is no such picture."};
}

void drop_redactions(work::Unit& unit, CaseId id) {
    for (auto& redaction : store::open_redactions(unit.db(), id)) {
        end(unit, redaction, RedactionState::discarded);
    }
}

int expire_previews(work::Unit& unit) {
    auto rows = store::expired_previews(unit.db(), unit.now(), kExpiredAtOnce);
    for (auto& row : rows) end(unit, row, RedactionState::expired);
    return static_cast<int>(rows.size());
}

bool is_redaction_pending(work::Unit& unit, CaseId id) {
    const auto open = store::open_redactions(unit.db(), id);
    return std::any_of(open.begin(), open.end(), [&](const RedactionRow& row) {
        return jobs::is_pending(unit.db(), kRedactJob, redaction_payload(row.id));
    });
}

bool settle_given_up_redaction(work::Unit& unit, CaseRow row) {
    bool was_one = false;
    for (auto& redaction : store::open_redactions(unit.db(), row.id)) {
        if (redaction.state == RedactionState::preview) continue;
        redaction.failure = "It could not be done now; the images are as they were. Try it again.";
        end(unit, redaction, RedactionState::failed);
        was_one = true;
    }
    if (was_one) settle_case(unit, row);
    return was_one;
}

}  // namespace medal::contribution
