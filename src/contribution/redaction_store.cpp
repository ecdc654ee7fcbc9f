#include "contribution/redaction_store.h"

#include "base/error.h"
#include "db/bind.h"

namespace medal::contribution::store {
namespace {

constexpr const char* kEnd = "z";

}  // namespace

void insert(db::Session& session, const RedactionRow& row) {
    db::insert(session, "case_redactions", row);
}
void update(db::Session& session, const RedactionRow& row) {
    db::update(session, "case_redactions", row);
}

RedactionRow load_redaction(db::Session& session, RedactionId id) {
    auto row = db::maybe_row<RedactionRow>(session, "SELECT * FROM case_redactions WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "redaction.not_found", "There is no such redaction."};
}

std::vector<RedactionRow> redactions_of(db::Session& session, CaseId id, const std::string& before,
                                        std::int64_t limit) {
    return db::rows<RedactionRow>(
        session, "SELECT * FROM case_redactions WHERE case_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", id,
        before.empty() ? kEnd : before, limit);
}

std::vector<RedactionRow> open_redactions(db::Session& session, CaseId id) {
    return db::rows<RedactionRow>(session,
                                  "SELECT * FROM case_redactions WHERE case_id = $1 AND state IN "
                                  "('working', 'preview', 'confirmed') ORDER BY id",
                                  id);
}

std::vector<RedactionRow> expired_previews(db::Session& session, base::Instant now, std::int64_t limit) {
    return db::rows<RedactionRow>(session,
                                  "SELECT * FROM case_redactions WHERE state = 'preview' AND expires_at < $1 "
                                  "ORDER BY expires_at LIMIT $2",
                                  now, limit);
}

void replace(db::Session& session, const AssetRow& asset, const std::vector<FrameRow>& frames,
             const std::vector<DicomInstanceRow>& instances) {
    db::update(session, "assets", asset);
    db::execute(session, "DELETE FROM asset_frames WHERE asset_id = $1", asset.id);
    db::execute(session, "DELETE FROM dicom_instances WHERE asset_id = $1", asset.id);
    for (const auto& frame : frames) db::insert(session, "asset_frames", frame);
    for (const auto& instance : instances) db::insert(session, "dicom_instances", instance);
}

void update(db::Session& session, const CheckRow& row) {
    db::update(session, "checks", row);
}

}  // namespace medal::contribution::store
