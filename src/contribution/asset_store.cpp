#include "base/error.h"
#include "contribution/store.h"
#include "db/bind.h"

namespace medal::contribution::store {
namespace {

struct ReportRow {
    CaseId case_id;
    std::string removed;
    base::Sha256 report_blob;
};
BOOST_DESCRIBE_STRUCT(ReportRow, (), (case_id, removed, report_blob))

}  // namespace

void insert(db::Session& session, const AssetRow& row, const std::vector<FrameRow>& frames) {
    db::insert(session, "assets", row);
    for (const auto& frame : frames) db::insert(session, "asset_frames", frame);
}

void insert(db::Session& session, const DicomInstanceRow& row) {
    db::insert(session, "dicom_instances", row);
}

std::vector<AssetId> dicom_assets(db::Session& session, const std::string& before, std::int64_t limit) {
    return db::column<AssetId>(session,
                               "SELECT asset_id FROM dicom_instances WHERE position = 0 AND ($1 = '' OR "
                               "asset_id < $1) ORDER BY asset_id DESC LIMIT $2",
                               before, limit);
}

std::vector<DicomInstanceRow> dicom_instances_of(db::Session& session, AssetId id) {
    return db::rows<DicomInstanceRow>(
        session, "SELECT * FROM dicom_instances WHERE asset_id = $1 ORDER BY position", id);
}

std::vector<DicomInstanceRow> dicom_instances_by_uid(db::Session& session, const std::string& study,
                                                     const std::string& series, const std::string& instance) {
    return db::rows<DicomInstanceRow>(
        session,
        "SELECT * FROM dicom_instances WHERE study_uid = $1 AND ($2 = '' OR series_uid = $2) AND ($3 = '' OR "
        "instance_uid = $3) ORDER BY asset_id, position",
        study, series, instance);
}

std::vector<AssetRow> assets_of(db::Session& session, CaseId id) {
    return db::rows<AssetRow>(session, "SELECT * FROM assets WHERE case_id = $1 ORDER BY id", id);
}

AssetRow load_asset(db::Session& session, AssetId id) {
    auto row = db::maybe_row<AssetRow>(session, "SELECT * FROM assets WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "asset.not_found", "There is no such image."};
}

std::vector<FrameRow> frames_of(db::Session& session, AssetId id) {
    return db::rows<FrameRow>(session, "SELECT * FROM asset_frames WHERE asset_id = $1 ORDER BY frame_index",
                              id);
}

std::optional<FrameRow> find_frame(db::Session& session, AssetId id, std::int64_t index) {
    return db::maybe_row<FrameRow>(
        session, "SELECT * FROM asset_frames WHERE asset_id = $1 AND frame_index = $2", id, index);
}

void remove_assets(db::Session& session, CaseId id) {
    db::execute(session,
                "DELETE FROM asset_frames WHERE asset_id IN (SELECT id FROM assets WHERE case_id = $1)", id);
    db::execute(session, "DELETE FROM asset_fingerprints WHERE case_id = $1", id);
    db::execute(session,
                "DELETE FROM dicom_instances WHERE asset_id IN (SELECT id FROM assets WHERE case_id = $1)",
                id);
    db::execute(session, "DELETE FROM assets WHERE case_id = $1", id);
    db::execute(session, "DELETE FROM case_reports WHERE case_id = $1", id);
}

void remove_results(db::Session& session, CaseId id) {
    remove_assets(session, id);
    db::execute(session, "DELETE FROM checks WHERE case_id = $1 AND item_id IS NULL AND cleared = 0", id);
}

void insert(db::Session& session, const CheckRow& row) {
    db::insert(session, "checks", row);
}

std::vector<CheckRow> checks_of_case(db::Session& session, CaseId id) {
    return db::rows<CheckRow>(
        session, "SELECT * FROM checks WHERE case_id = $1 AND item_id IS NULL ORDER BY created_at, kind, id",
        id);
}

std::vector<CheckRow> checks_of_item(db::Session& session, ItemId id) {
    return db::rows<CheckRow>(session,
                              "SELECT * FROM checks WHERE item_id = $1 ORDER BY created_at, kind, id", id);
}

void remove_text_checks(db::Session& session, CaseId id) {
    db::execute(session,
                "DELETE FROM checks WHERE case_id = $1 AND item_id IS NULL AND kind = 'text_identifiers' AND "
                "cleared = 0",
                id);
}

void clear_checks(db::Session& session, CaseId id) {
    db::execute(session, "UPDATE checks SET cleared = 1 WHERE case_id = $1 AND item_id IS NULL", id);
}

void remove_checks_of_item(db::Session& session, ItemId id) {
    db::execute(session, "DELETE FROM checks WHERE item_id = $1", id);
}

void save_report(db::Session& session, const Report& report) {
    db::execute(session, "DELETE FROM case_reports WHERE case_id = $1", report.case_id);
    db::insert(session, "case_reports", ReportRow{report.case_id, report.removed, report.report_blob});
}

std::optional<Report> find_report(db::Session& session, CaseId id) {
    const auto row = db::maybe_row<ReportRow>(session, "SELECT * FROM case_reports WHERE case_id = $1", id);
    if (!row) return std::nullopt;
    return Report{row->case_id, row->removed, row->report_blob};
}

}  // namespace medal::contribution::store
