#include "evaluation/run_store.h"

#include "base/error.h"
#include "db/bind.h"

namespace medal::evaluation {
namespace {

constexpr db::Migration kMigrations[] = {
    {600, "runs", R"(
        CREATE TABLE runs (
            id TEXT PRIMARY KEY, release_id TEXT NOT NULL REFERENCES releases (id), campaign_id TEXT NOT NULL,
            submitter_id TEXT NOT NULL, submitter_name TEXT NOT NULL, submitter_institution TEXT NOT NULL,
            model TEXT NOT NULL, protocol TEXT NOT NULL, note TEXT NOT NULL, state TEXT NOT NULL,
            predictions_blob TEXT, samples BIGINT NOT NULL, graded BIGINT NOT NULL, invalid BIGINT NOT NULL,
            summary TEXT, item_scores TEXT NOT NULL, created_at BIGINT NOT NULL, published_at BIGINT);
        CREATE INDEX runs_by_release ON runs (release_id, state, id);
        CREATE INDEX runs_by_person ON runs (submitter_id, id);
        CREATE INDEX runs_by_campaign ON runs (campaign_id, state);
    )"},
    {601, "the sitting of a run", R"(
        ALTER TABLE runs ADD COLUMN sitting TEXT;
        CREATE UNIQUE INDEX runs_by_sitting ON runs (submitter_id, sitting);
    )"},
    {602, "why a run is off the board", "ALTER TABLE runs ADD COLUMN disqualified TEXT"},
};

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

namespace store {

void insert(db::Session& session, const RunRow& row) {
    db::insert(session, "runs", row);
}
void update(db::Session& session, const RunRow& row) {
    db::update(session, "runs", row);
}

RunRow load(db::Session& session, RunId id) {
    auto row = db::maybe_row<RunRow>(session, "SELECT * FROM runs WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "run.not_found",
                      "There is no such run, or it is not yours."};
}

std::optional<RunRow> find_sitting(db::Session& session, base::PersonId submitter,
                                   const std::string& sitting) {
    return db::maybe_row<RunRow>(session, "SELECT * FROM runs WHERE submitter_id = $1 AND sitting = $2",
                                 submitter, sitting);
}

std::vector<RunRow> being_graded(db::Session& session) {
    return db::rows<RunRow>(session, "SELECT * FROM runs WHERE state = 'grading' ORDER BY id");
}

std::vector<RunRow> of_release(db::Session& session, ReleaseId release) {
    return db::rows<RunRow>(session, "SELECT * FROM runs WHERE release_id = $1 ORDER BY id DESC LIMIT 1000",
                            release);
}

std::vector<RunRow> of_person(db::Session& session, base::PersonId person) {
    return db::rows<RunRow>(session, "SELECT * FROM runs WHERE submitter_id = $1 ORDER BY id DESC LIMIT 200",
                            person);
}

std::int64_t count_published(db::Session& session, base::CampaignId campaign) {
    return db::column<std::int64_t>(session,
                                    "SELECT count(*) FROM runs WHERE campaign_id = $1 AND state = "
                                    "'published' AND disqualified IS NULL",
                                    campaign)
        .at(0);
}

}  // namespace store
}  // namespace medal::evaluation
