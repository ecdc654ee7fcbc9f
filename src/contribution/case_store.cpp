#include "base/error.h"
#include "contribution/store.h"
#include "db/bind.h"

namespace medal::contribution::store {
namespace {

constexpr const char* kEnd = "z";

}  // namespace

void insert(db::Session& session, const CaseRow& row) {
    db::insert(session, "cases", row);
}
void update(db::Session& session, const CaseRow& row) {
    db::update(session, "cases", row);
}

std::optional<CaseRow> find_case(db::Session& session, CaseId id) {
    return db::maybe_row<CaseRow>(session, "SELECT * FROM cases WHERE id = $1", id);
}

std::vector<CaseRow> cases_in(db::Session& session, CaseState state) {
    return db::rows<CaseRow>(session, "SELECT * FROM cases WHERE state = $1 ORDER BY id", state);
}

CaseRow load_case(db::Session& session, CaseId id) {
    auto row = find_case(session, id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "case.not_found",
                      "There is no such case, or it is not yours."};
}

std::vector<CaseRow> list_cases(db::Session& session, const Filter& filter) {
    const std::string before = filter.before.empty() ? kEnd : filter.before;
    if (filter.author_id) {
        return db::rows<CaseRow>(
            session,
            "SELECT * FROM cases WHERE author_id = $1 AND campaign_id = $2 AND id < $3 AND "
            "(CAST($4 AS TEXT) IS NULL OR state = $4) ORDER BY id DESC LIMIT $5",
            *filter.author_id, filter.campaign_id, before, filter.state, filter.limit);
    }
    return db::rows<CaseRow>(session,
                             "SELECT * FROM cases WHERE campaign_id = $1 AND id < $2 AND "
                             "(CAST($3 AS TEXT) IS NULL OR state = $3) ORDER BY id DESC LIMIT $4",
                             filter.campaign_id, before, filter.state, filter.limit);
}

void set_progress(db::Session& session, CaseId id, std::int64_t done_steps, std::int64_t total_steps) {
    db::execute(session, "UPDATE cases SET done_steps = $2, total_steps = $3 WHERE id = $1", id, done_steps,
                total_steps);
}

void insert(db::Session& session, const SignatureRow& row) {
    db::insert(session, "case_signatures", row);
}

std::vector<SignatureRow> signatures_of(db::Session& session, CaseId id) {
    return db::rows<SignatureRow>(
        session, "SELECT * FROM case_signatures WHERE case_id = $1 ORDER BY signed_at, person_id", id);
}

void remove_signatures(db::Session& session, CaseId id) {
    db::execute(session, "DELETE FROM case_signatures WHERE case_id = $1", id);
}

void insert(db::Session& session, const UploadRow& row) {
    db::insert(session, "uploads", row);
}
void update(db::Session& session, const UploadRow& row) {
    db::update(session, "uploads", row);
}

std::optional<UploadRow> find_upload(db::Session& session, UploadId id) {
    return db::maybe_row<UploadRow>(session, "SELECT * FROM uploads WHERE id = $1", id);
}

std::vector<UploadRow> uploads_of(db::Session& session, CaseId id) {
    return db::rows<UploadRow>(session, "SELECT * FROM uploads WHERE case_id = $1 ORDER BY id", id);
}

std::int64_t count_open_uploads(db::Session& session, base::PersonId owner) {
    return db::column<std::int64_t>(
               session,
               "SELECT count(*) FROM uploads WHERE owner_id = $1 AND state IN ('receiving', 'complete')",
               owner)
        .at(0);
}

void remove_upload(db::Session& session, UploadId id) {
    db::execute(session, "DELETE FROM uploads WHERE id = $1", id);
}

std::vector<UploadRow> expired_uploads(db::Session& session, base::Instant now, std::int64_t limit) {
    return db::rows<UploadRow>(session,
                               "SELECT * FROM uploads WHERE state IN ('receiving', 'complete') AND "
                               "expires_at < $1 ORDER BY expires_at LIMIT $2",
                               now, limit);
}

std::map<std::string, std::int64_t> count_cases(db::Session& session, base::CampaignId campaign) {
    return db::counts(session, "SELECT state, count(*) AS n FROM cases WHERE campaign_id = $1 GROUP BY state",
                      campaign);
}

std::map<std::string, std::int64_t> count_items(db::Session& session, base::CampaignId campaign) {
    return db::counts(session, "SELECT state, count(*) AS n FROM items WHERE campaign_id = $1 GROUP BY state",
                      campaign);
}

}  // namespace medal::contribution::store
