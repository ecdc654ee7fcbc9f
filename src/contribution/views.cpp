#include "contribution/views.h"

#include "base/error.h"
#include "base/json.h"
#include "contribution/duplicate_evidence.h"
#include "contribution/rules.h"
#include "contribution/settle_case.h"
#include "contribution/steward.h"
#include "contribution/store.h"

#include <algorithm>

namespace medal::contribution {
namespace {

std::vector<UploadView> uploads_view(const std::vector<UploadRow>& rows,
                                     const std::vector<std::uint64_t>& received_bytes) {
    std::vector<UploadView> views;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto received = i < received_bytes.size() ? static_cast<std::int64_t>(received_bytes[i]) : 0;
        const bool is_receiving = rows[i].state == UploadState::receiving;
        views.push_back({rows[i].id, rows[i].size_bytes, is_receiving ? received : rows[i].size_bytes,
                         rows[i].state, rows[i].refusal});
    }
    return views;
}

/// Addresses are kept for a year by browsers: other bytes need another address.
std::string version_of(const base::Sha256& hash) {
    return "?v=" + hash.text().substr(0, 12);
}

bool serves(const base::Actor& actor, base::CampaignId campaign) {
    return actor.has(base::Role::steward, campaign) || actor.has(base::Role::chair, campaign) ||
           actor.has(base::Role::organizer, campaign);
}

void hide_others_cases(std::vector<Check>& checks) {
    for (auto& check : checks) {
        if (check.kind == CheckKind::duplicate) check.evidence = without_others(check.evidence);
    }
}

std::string asset_url(AssetId id) {
    return "/api/v1/assets/" + id.text();
}

/// Its tiles and the times of its frames have the same version.
std::string media_url_of(const AssetRow& row, const std::vector<FrameRow>& frames) {
    const auto plain = asset_url(row.id) + "/media";
    if (row.layout.rendition) return plain + version_of(row.layout.rendition->blob);
    return frames.empty() ? plain : plain + version_of(frames.front().blob);
}

}  // namespace

std::vector<HistoryEntry> history_of(work::Unit& unit, const std::string& kind, const std::string& id) {
    std::vector<HistoryEntry> history;
    for (auto& event : audit::history_of(unit.db(), kind, id)) {
        HistoryEntry entry{event.at, std::move(event.actor_name), std::move(event.action), {}};
        if (!event.reason.empty()) entry.reason = std::move(event.reason);
        history.push_back(std::move(entry));
    }
    return history;
}

AssetView view_of(const AssetRow& row) {
    return {row.id,           row.kind,
            row.modality,     row.description,
            row.frames,       row.row_count,
            row.column_count, row.bytes,
            row.sha256,       asset_url(row.id) + "/thumbnail" + version_of(row.thumbnail)};
}

AssetDetail detail_of(work::Unit& unit, const AssetRow& row) {
    AssetDetail detail;
    detail.asset = view_of(row);
    detail.rows = row.row_count;
    detail.columns = row.column_count;
    if (row.spacing_mm.row || row.spacing_mm.slice) detail.spacing_mm = row.spacing_mm;
    detail.modality = row.modality;
    detail.windows = row.windows;
    detail.pyramid = row.layout.pyramid;
    detail.film = row.layout.film;
    detail.volume = row.layout.volume;
    const auto frames = store::frames_of(unit.db(), row.id);
    detail.media_url = media_url_of(row, frames);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& frame = frames[i];
        FrameView view{
            frame.frame_index,
            asset_url(row.id) + "/frames/" + std::to_string(frame.frame_index) + version_of(frame.blob),
            {},
            frame.z_mm};
        const bool is_followed = i + 1 < frames.size() && frames[i + 1].frame_in_file > 0;
        if (frame.frame_in_file > 0 || is_followed) view.frame_in_file = frame.frame_in_file;
        if (row.kind == AssetKind::raster && row.layout.rendition) view.url = detail.media_url;
        detail.frames.push_back(std::move(view));
    }
    return detail;
}

OverlayView overlay_of(const AssetRow& row) {
    return {row.id, row.kind, row.description, asset_url(row.id)};
}

std::vector<AssetView> asset_views(work::Unit& unit, const std::vector<AssetId>& ids) {
    std::vector<AssetView> views;
    for (const auto& id : ids) views.push_back(view_of(store::load_asset(unit.db(), id)));
    return views;
}

CaseListRow list_row_of(const CaseRow& row) {
    return {row.id,         row.label,      {row.author_id.text(), row.author_name, row.author_institution},
            row.state,      row.problem_id, row.country,
            row.created_at, row.updated_at};
}

ItemListRow list_row_of(const ItemRow& row) {
    return {row.id,          row.case_id,   row.stem,
            row.answer_type, row.state,     {row.author_id.text(), row.author_name, row.author_institution},
            row.version,     row.updated_at};
}

CaseView view_of(work::Unit& unit, const CaseRow& row, const std::vector<std::uint64_t>& received_bytes) {
    CaseView view;
    view.id = row.id;
    view.campaign_id = row.campaign_id;
    view.author = {row.author_id.text(), row.author_name, row.author_institution};
    view.label = row.label;
    view.problem_id = row.problem_id;
    view.clinical_context = row.clinical_context;
    view.age_band = row.age_band;
    view.sex = row.sex;
    view.site_name = row.site_name;
    view.country = row.country;
    view.terms = row.terms;
    view.licence = row.licence;
    view.consent = row.consent;
    view.state = row.state;
    view.uploads = uploads_view(store::uploads_of(unit.db(), row.id), received_bytes);
    for (const auto& asset : store::assets_of(unit.db(), row.id)) view.assets.push_back(view_of(asset));
    view.checks = checks_of(store::checks_of_case(unit.db(), row.id));
    if (!serves(unit.actor(), row.campaign_id)) hide_others_cases(view.checks);
    if (const auto report = store::find_report(unit.db(), row.id)) {
        view.removed = base::from_json<std::vector<RemovedElement>>(report->removed);
    }
    if (row.state == CaseState::processing) view.progress = StepProgress{row.done_steps, row.total_steps};
    for (const auto& item : store::items_of(unit.db(), row.id))
        view.items.push_back({item.id, item.stem, item.state});
    view.history = history_of(unit, "case", row.id.text());
    view.created_at = row.created_at;
    view.updated_at = row.updated_at;
    for (const auto& one : store::signatures_of(unit.db(), row.id))
        view.signatures.push_back({one.person_name, one.reason, one.signed_at});
    view.signatures_needed = signatures_needed(unit, row.campaign_id);
    const auto allowed = allowed_to_actor(unit, row);
    view.clearing_conflict = allowed.clearing_conflict;
    view.sent_back_at = row.sent_back_at;
    view.allowed_actions = allowed.actions;
    return view;
}

ItemView view_of(work::Unit& unit, const ItemRow& row) {
    ItemView view;
    view.id = row.id;
    view.case_id = row.case_id;
    view.campaign_id = row.campaign_id;
    view.author = {row.author_id.text(), row.author_name, row.author_institution};
    view.problem_id = row.problem_id;
    view.version = row.version;
    view.state = row.state;
    view.stem = row.stem;
    view.language = row.language;
    view.answer_type = row.answer_type;
    view.answer_spec = row.answer_spec;
    view.reference_standard = row.reference_standard;
    if (may_see_answer(unit.actor(), row)) {
        const auto sealed = store::load_answer(unit.db(), row.id);
        view.reference = sealed.open_seal().reference;
        view.rationale = sealed.open_seal().rationale;
        view.reference_note = row.reference_note;
        view.difficulty_note = row.difficulty_note;
    }
    view.assets = asset_views(unit, row.asset_ids);
    view.checks = checks_of(store::checks_of_item(unit.db(), row.id));
    view.history = history_of(unit, "item", row.id.text());
    view.created_at = row.created_at;
    view.updated_at = row.updated_at;
    const auto parts = rules::parts_of(unit.actor(), row.author_id, row.campaign_id);
    view.allowed_actions =
        base::allowed_actions(rules::item_transitions(), row.state, std::span<const Part>{parts});
    return view;
}

}  // namespace medal::contribution
