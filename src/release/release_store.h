// The SQL of release/, and its tables (500 to 599): releases, what they hold, the exported package.
#pragma once

#include "contribution/types.h"
#include "db/migrate.h"
#include "db/session.h"
#include "release/package.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::release {

using ReleaseId = base::Id<struct ReleaseTag>;

enum class ReleaseState { assembling, frozen, published, superseded, discarded };
BOOST_DESCRIBE_ENUM(ReleaseState, assembling, frozen, published, superseded, discarded)

enum class ReleaseAction { freeze, publish, supersede, discard };
BOOST_DESCRIBE_ENUM(ReleaseAction, freeze, publish, supersede, discard)

struct ReleaseRow {
    ReleaseId id;
    base::CampaignId campaign_id;
    std::string name;
    std::string version;
    std::string notes;
    ReleaseState state = ReleaseState::assembling;
    /// A freeze was asked for and its job has not ended.
    bool is_freezing = false;
    std::optional<base::Sha256> manifest_sha256;
    std::optional<std::string> signature;
    std::optional<base::Instant> frozen_at;
    std::optional<base::Instant> published_at;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(ReleaseRow, (),
                      (id, campaign_id, name, version, notes, state, is_freezing, manifest_sha256, signature,
                       frozen_at, published_at, created_at))

/// One item of a release. From the freeze on `frozen_item` and `frozen_answer` hold what was released,
/// whatever becomes of the item: a frozen release never changes (rule 4).
struct EntryRow {
    ReleaseId release_id;
    contribution::ItemId item_id;
    std::int64_t item_version = 1;
    Split split = Split::public_dev;
    std::optional<std::string> frozen_item;
    std::optional<std::string> frozen_answer;
};
BOOST_DESCRIBE_STRUCT(EntryRow, (), (release_id, item_id, item_version, split, frozen_item, frozen_answer))

/// A file of the package, by its blob.
struct FileRow {
    ReleaseId release_id;
    std::string path;
    base::Sha256 sha256;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (release_id, path, sha256, bytes))

std::span<const db::Migration> migrations();

namespace store {

void insert(db::Session& session, const ReleaseRow& row);
void update(db::Session& session, const ReleaseRow& row);
/// Throws Error{not_found, "release.not_found"}.
ReleaseRow load(db::Session& session, ReleaseId id);
std::vector<ReleaseRow> of_campaign(db::Session& session, base::CampaignId campaign);
std::vector<ReleaseRow> published(db::Session& session);
std::vector<ReleaseRow> being_frozen(db::Session& session);
std::int64_t count_published(db::Session& session, base::CampaignId campaign);

void set_entries(db::Session& session, ReleaseId id, const std::vector<EntryRow>& entries);
/// Sorted by item id.
std::vector<EntryRow> entries_of(db::Session& session, ReleaseId id);
/// How many questions each split has.
std::map<Split, std::int64_t> count_splits(db::Session& session, ReleaseId id);
void freeze_entry(db::Session& session, const EntryRow& entry);

void set_files(db::Session& session, ReleaseId id, const std::vector<FileRow>& files);
std::vector<FileRow> files_of(db::Session& session, ReleaseId id);

/// A published release shows this asset in an open or a sealed-answer split (not in the private one).
bool shows_asset(db::Session& session, const std::string& asset_id);

}  // namespace store
}  // namespace medal::release
