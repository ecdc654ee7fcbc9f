// The SQL of contribution/ and nothing else.
#pragma once

#include "contribution/rows.h"
#include "db/session.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace medal::contribution::store {

/// Which cases or items of a campaign, newest first, before a cursor.
struct Filter {
    base::CampaignId campaign_id;
    std::optional<base::PersonId> author_id;
    std::optional<std::string> state;
    /// The id behind which the page begins; empty for the first page.
    std::string before;
    std::int64_t limit = 50;
};

void insert(db::Session& session, const CaseRow& row);
void update(db::Session& session, const CaseRow& row);
/// Throws Error{not_found, "case.not_found"}.
CaseRow load_case(db::Session& session, CaseId id);
std::vector<CaseRow> cases_in(db::Session& session, CaseState state);
/// Submitted, or in checks.
std::vector<ItemRow> unchecked_items(db::Session& session);
std::optional<CaseRow> find_case(db::Session& session, CaseId id);
std::vector<CaseRow> list_cases(db::Session& session, const Filter& filter);
void set_progress(db::Session& session, CaseId id, std::int64_t done_steps, std::int64_t total_steps);

void insert(db::Session& session, const SignatureRow& row);
std::vector<SignatureRow> signatures_of(db::Session& session, CaseId id);
void remove_signatures(db::Session& session, CaseId id);

void insert(db::Session& session, const UploadRow& row);
void update(db::Session& session, const UploadRow& row);
std::optional<UploadRow> find_upload(db::Session& session, UploadId id);
std::vector<UploadRow> uploads_of(db::Session& session, CaseId id);
std::int64_t count_open_uploads(db::Session& session, base::PersonId owner);
void remove_upload(db::Session& session, UploadId id);
std::vector<UploadRow> expired_uploads(db::Session& session, base::Instant now, std::int64_t limit);

void insert(db::Session& session, const AssetRow& row, const std::vector<FrameRow>& frames);
void insert(db::Session& session, const DicomInstanceRow& row);
/// Assets made of DICOM files, newest first, before an id (empty for the newest).
std::vector<AssetId> dicom_assets(db::Session& session, const std::string& before, std::int64_t limit);
std::vector<DicomInstanceRow> dicom_instances_of(db::Session& session, AssetId id);
/// All of a study; of one series or instance of it where those are not empty.
std::vector<DicomInstanceRow> dicom_instances_by_uid(db::Session& session, const std::string& study,
                                                     const std::string& series, const std::string& instance);
std::vector<AssetRow> assets_of(db::Session& session, CaseId id);
/// Throws Error{not_found, "asset.not_found"}.
AssetRow load_asset(db::Session& session, AssetId id);
std::vector<FrameRow> frames_of(db::Session& session, AssetId id);
std::optional<FrameRow> find_frame(db::Session& session, AssetId id, std::int64_t index);
/// Assets, frames and checks of a case that is processed anew.
void remove_results(db::Session& session, CaseId id);
void remove_assets(db::Session& session, CaseId id);

void insert(db::Session& session, const CheckRow& row);
std::vector<CheckRow> checks_of_case(db::Session& session, CaseId id);
std::vector<CheckRow> checks_of_item(db::Session& session, ItemId id);
/// Findings on the case's texts that nobody cleared: the texts may have changed since.
void remove_text_checks(db::Session& session, CaseId id);
void clear_checks(db::Session& session, CaseId id);
void remove_checks_of_item(db::Session& session, ItemId id);

struct Report {
    CaseId case_id;
    /// JSON list of what was removed, summed over all files.
    std::string removed = "[]";
    base::Sha256 report_blob;
};
void save_report(db::Session& session, const Report& report);
std::optional<Report> find_report(db::Session& session, CaseId id);

void insert(db::Session& session, const ItemRow& row, const Answer& answer);
void update(db::Session& session, const ItemRow& row);
void update_answer(db::Session& session, ItemId id, const Answer& answer);
/// Throws Error{not_found, "item.not_found"}.
ItemRow load_item(db::Session& session, ItemId id);
SealedAnswer load_answer(db::Session& session, ItemId id);
std::vector<ItemRow> list_items(db::Session& session, const Filter& filter);
/// In review, in revision or in discussion, newest first; `before` as in Filter.
std::vector<ItemRow> items_under_review(db::Session& session, base::CampaignId campaign,
                                        const std::string& before, std::int64_t limit);
std::vector<ItemRow> items_of(db::Session& session, CaseId id);

/// State → number of cases or items of a campaign.
std::map<std::string, std::int64_t> count_cases(db::Session& session, base::CampaignId campaign);
std::map<std::string, std::int64_t> count_items(db::Session& session, base::CampaignId campaign);

}  // namespace medal::contribution::store
