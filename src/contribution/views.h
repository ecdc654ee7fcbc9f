// What is shown of cases and items: the response structs, made from rows for one viewer. A reference appears
// only where this viewer may see it.
#pragma once

#include "contribution/item_actions.h"
#include "contribution/rows.h"
#include "work/unit.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

struct PersonRef {
    std::string id;
    std::string display_name;
    std::string institution;
};
BOOST_DESCRIBE_STRUCT(PersonRef, (), (id, display_name, institution))

struct HistoryEntry {
    base::Instant at;
    std::string actor_name;
    std::string action;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (at, actor_name, action, reason))

struct AssetView {
    AssetId id;
    AssetKind kind = AssetKind::raster;
    std::optional<std::string> modality;
    std::optional<std::string> description;
    std::int64_t frames = 0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t bytes = 0;
    base::Sha256 sha256;
    std::string thumbnail_url;
};
BOOST_DESCRIBE_STRUCT(AssetView, (),
                      (id, kind, modality, description, frames, rows, columns, bytes, sha256, thumbnail_url))

struct FrameView {
    std::int64_t index = 0;
    std::string url;
    /// Which frame of its file this is, from 0; only where the file holds several, all of which `url` sends.
    std::optional<std::int64_t> frame_in_file;
    std::optional<double> z_mm;
};
BOOST_DESCRIBE_STRUCT(FrameView, (), (index, url, frame_in_file, z_mm))

/// Another asset of the case that can be laid over this one.
struct OverlayView {
    AssetId id;
    AssetKind kind = AssetKind::nifti_volume;
    std::optional<std::string> description;
    std::string url;
};
BOOST_DESCRIBE_STRUCT(OverlayView, (), (id, kind, description, url))

/// What the viewer loads: every frame by its own address, in shown order.
struct AssetDetail {
    AssetView asset;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::optional<Spacing> spacing_mm;
    std::optional<std::string> modality;
    std::vector<Window> windows;
    std::vector<FrameView> frames;
    /// The file that a browser shows or plays.
    std::string media_url;
    std::optional<imaging::viewing::Pyramid> pyramid;
    std::optional<imaging::viewing::Film> film;
    std::optional<imaging::viewing::VolumeGrid> volume;
    std::vector<OverlayView> overlays;
};
BOOST_DESCRIBE_STRUCT(AssetDetail, (),
                      (asset, rows, columns, spacing_mm, modality, windows, frames, media_url, pyramid, film,
                       volume, overlays))

struct UploadView {
    UploadId id;
    std::int64_t size_bytes = 0;
    std::int64_t received_bytes = 0;
    UploadState state = UploadState::receiving;
    std::optional<Refusal> refusal;
};
BOOST_DESCRIBE_STRUCT(UploadView, (), (id, size_bytes, received_bytes, state, refusal))

/// One kind of thing that was taken out, over all files; never a value.
struct RemovedElement {
    std::string tag;
    std::string keyword;
    std::string action;
    std::string reason;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RemovedElement, (), (tag, keyword, action, reason, count))

struct StepProgress {
    std::int64_t done = 0;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(StepProgress, (), (done, total))

struct ItemStub {
    ItemId id;
    std::string stem;
    ItemState state = ItemState::draft;
};
BOOST_DESCRIBE_STRUCT(ItemStub, (), (id, stem, state))

/// A steward's word for clearing, where the campaign wants two.
struct SignatureView {
    std::string person_name;
    std::string reason;
    base::Instant signed_at;
};
BOOST_DESCRIBE_STRUCT(SignatureView, (), (person_name, reason, signed_at))

struct CaseView {
    CaseId id;
    base::CampaignId campaign_id;
    PersonRef author;
    std::string label;
    std::optional<std::string> problem_id;
    std::string clinical_context;
    std::optional<std::string> age_band;
    std::optional<Sex> sex;
    std::string site_name;
    std::string country;
    Terms terms;
    std::string licence;
    Consent consent;
    CaseState state = CaseState::draft;
    std::vector<UploadView> uploads;
    std::vector<AssetView> assets;
    std::vector<Check> checks;
    std::vector<RemovedElement> removed;
    std::optional<StepProgress> progress;
    std::vector<ItemStub> items;
    std::vector<HistoryEntry> history;
    std::vector<SignatureView> signatures;
    /// Of stewards, to clear its findings.
    std::int64_t signatures_needed = 1;
    /// Why this steward may not clear it, as accounts::conflict_between says, or "signed_already".
    std::optional<std::string> clearing_conflict;
    /// A steward gave it back to its contributor; why is in the history.
    std::optional<base::Instant> sent_back_at;
    base::Instant created_at;
    base::Instant updated_at;
    std::vector<CaseAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(CaseView, (),
                      (id, campaign_id, author, label, problem_id, clinical_context, age_band, sex, site_name,
                       country, terms, licence, consent, state, uploads, assets, checks, removed, progress,
                       items, history, signatures, signatures_needed, clearing_conflict, sent_back_at,
                       created_at, updated_at, allowed_actions))

struct CaseListRow {
    CaseId id;
    std::string label;
    PersonRef author;
    CaseState state = CaseState::draft;
    std::optional<std::string> problem_id;
    std::string country;
    base::Instant created_at;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(CaseListRow, (),
                      (id, label, author, state, problem_id, country, created_at, updated_at))

struct ItemView {
    ItemId id;
    CaseId case_id;
    base::CampaignId campaign_id;
    PersonRef author;
    std::optional<std::string> problem_id;
    std::int64_t version = 1;
    ItemState state = ItemState::draft;
    std::string stem;
    std::string language;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    answers::AnswerSpec answer_spec;
    std::optional<answers::Reference> reference;
    std::optional<std::string> rationale;
    ReferenceStandard reference_standard = ReferenceStandard::single_expert;
    std::optional<std::string> reference_note;
    std::optional<std::string> difficulty_note;
    std::vector<AssetView> assets;
    std::vector<Check> checks;
    std::vector<HistoryEntry> history;
    base::Instant created_at;
    base::Instant updated_at;
    std::vector<ItemAction> allowed_actions;
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (id, case_id, campaign_id, author, problem_id, version, state, stem, language,
                       answer_type, answer_spec, reference, rationale, reference_standard, reference_note,
                       difficulty_note, assets, checks, history, created_at, updated_at, allowed_actions))

struct ItemListRow {
    ItemId id;
    CaseId case_id;
    std::string stem;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    ItemState state = ItemState::draft;
    PersonRef author;
    std::int64_t version = 1;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(ItemListRow, (), (id, case_id, stem, answer_type, state, author, version, updated_at))

CaseView view_of(work::Unit& unit, const CaseRow& row, const std::vector<std::uint64_t>& received_bytes);
ItemView view_of(work::Unit& unit, const ItemRow& row);
AssetView view_of(const AssetRow& row);
/// Without overlays: who asks decides which of them may be seen.
AssetDetail detail_of(work::Unit& unit, const AssetRow& row);
OverlayView overlay_of(const AssetRow& row);
CaseListRow list_row_of(const CaseRow& row);
ItemListRow list_row_of(const ItemRow& row);
/// The assets of an item, in the order that its author chose.
std::vector<AssetView> asset_views(work::Unit& unit, const std::vector<AssetId>& ids);
std::vector<HistoryEntry> history_of(work::Unit& unit, const std::string& kind, const std::string& id);

}  // namespace medal::contribution
