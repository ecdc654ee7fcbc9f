#include "release/release_store.h"

#include "base/error.h"
#include "db/bind.h"

namespace medal::release {
namespace {

constexpr db::Migration kMigrations[] = {
    {500, "releases", R"(
        CREATE TABLE releases (
            id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
            notes TEXT NOT NULL, state TEXT NOT NULL, is_freezing BIGINT NOT NULL, manifest_sha256 TEXT,
            signature TEXT, frozen_at BIGINT, published_at BIGINT, created_at BIGINT NOT NULL);
        CREATE INDEX releases_by_campaign ON releases (campaign_id, id);
        CREATE INDEX releases_by_state ON releases (state, id);
        CREATE UNIQUE INDEX releases_version ON releases (campaign_id, version) WHERE state <> 'discarded';
        CREATE TABLE release_entries (
            release_id TEXT NOT NULL REFERENCES releases (id), item_id TEXT NOT NULL REFERENCES items (id),
            item_version BIGINT NOT NULL, split TEXT NOT NULL, frozen_item TEXT, frozen_answer TEXT,
            PRIMARY KEY (release_id, item_id));
        CREATE INDEX release_entries_by_item ON release_entries (item_id);
        CREATE TABLE release_files (
            release_id TEXT NOT NULL REFERENCES releases (id), path TEXT NOT NULL, sha256 TEXT NOT NULL,
            bytes BIGINT NOT NULL, PRIMARY KEY (release_id, path));
    )"},
};

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

namespace store {

void insert(db::Session& session, const ReleaseRow& row) {
    db::insert(session, "releases", row);
}
void update(db::Session& session, const ReleaseRow& row) {
    db::update(session, "releases", row);
}

ReleaseRow load(db::Session& session, ReleaseId id) {
    auto row = db::maybe_row<ReleaseRow>(session, "SELECT * FROM releases WHERE id = $1", id);
    if (row) return std::move(*row);
    throw base::Error{base::ErrorKind::not_found, "release.not_found", "There is no such release."};
}

std::vector<ReleaseRow> of_campaign(db::Session& session, base::CampaignId campaign) {
    return db::rows<ReleaseRow>(
        session, "SELECT * FROM releases WHERE campaign_id = $1 ORDER BY id DESC LIMIT 200", campaign);
}

std::vector<ReleaseRow> being_frozen(db::Session& session) {
    return db::rows<ReleaseRow>(
        session, "SELECT * FROM releases WHERE is_freezing = 1 AND state = 'assembling' ORDER BY id");
}

std::vector<ReleaseRow> published(db::Session& session) {
    return db::rows<ReleaseRow>(
        session,
        "SELECT * FROM releases WHERE state IN ('published', 'superseded') ORDER BY id DESC LIMIT 200");
}

std::int64_t count_published(db::Session& session, base::CampaignId campaign) {
    return db::column<std::int64_t>(
               session,
               "SELECT count(*) FROM releases WHERE campaign_id = $1 AND state IN ('published', "
               "'superseded')",
               campaign)
        .at(0);
}

void set_entries(db::Session& session, ReleaseId id, const std::vector<EntryRow>& entries) {
    db::execute(session, "DELETE FROM release_entries WHERE release_id = $1", id);
    for (const auto& entry : entries) db::insert(session, "release_entries", entry);
}

std::vector<EntryRow> entries_of(db::Session& session, ReleaseId id) {
    return db::rows<EntryRow>(session, "SELECT * FROM release_entries WHERE release_id = $1 ORDER BY item_id",
                              id);
}

std::map<Split, std::int64_t> count_splits(db::Session& session, ReleaseId id) {
    return db::counts<Split>(
        session, "SELECT split, count(*) AS n FROM release_entries WHERE release_id = $1 GROUP BY split", id);
}

void freeze_entry(db::Session& session, const EntryRow& entry) {
    db::execute(session,
                "UPDATE release_entries SET item_version = $3, frozen_item = $4, frozen_answer = $5 "
                "WHERE release_id = $1 AND item_id = $2",
                entry.release_id, entry.item_id, entry.item_version, entry.frozen_item, entry.frozen_answer);
}

void set_files(db::Session& session, ReleaseId id, const std::vector<FileRow>& files) {
    db::execute(session, "DELETE FROM release_files WHERE release_id = $1", id);
    for (const auto& file : files) db::insert(session, "release_files", file);
}

std::vector<FileRow> files_of(db::Session& session, ReleaseId id) {
    return db::rows<FileRow>(session, "SELECT * FROM release_files WHERE release_id = $1 ORDER BY path", id);
}

bool shows_asset(db::Session& session, const std::string& asset_id) {
    return db::column<std::int64_t>(
               session,
               "SELECT count(*) FROM release_files f JOIN releases r ON r.id = f.release_id "
               "WHERE r.state IN ('published', 'superseded') AND f.path LIKE 'images/' || $1 || "
               "'/%'",
               asset_id)
               .at(0) > 0;
}

}  // namespace store
}  // namespace medal::release
