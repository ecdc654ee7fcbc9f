// Who needs which blob: rows in the database, written with the deed. The collector removes what nobody needs
// and what was not put within the period of grace, so that a blob on its way to its first reference is safe.
// Keep only what was put within that period, or what the same transaction sees to be kept already.
#pragma once

#include "blob/store.h"
#include "db/database.h"
#include "db/migrate.h"

#include <cstdint>
#include <span>
#include <string>

#include <boost/describe.hpp>

namespace medal::blob {

constexpr std::int64_t kGrace_s = 24 * 3600;

std::span<const db::Migration> migrations();

/// `owner` names the row that needs it ("asset:0190…"). Naming it twice is one reference.
void keep(db::Session& session, const base::Sha256& hash, const std::string& owner, std::int64_t bytes);
/// Ends every reference of an owner.
void let_go(db::Session& session, const std::string& owner);
bool is_kept(db::Session& session, const base::Sha256& hash);

/// How much is kept; a blob that several need counts once.
struct Usage {
    std::int64_t blobs = 0;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Usage, (), (blobs, bytes))
Usage usage(db::Session& session);

struct Collected {
    std::int64_t kept = 0;
    std::int64_t removed = 0;
};

/// Removes unreferenced blobs that were last put before `now_s - grace_s`. Safe beside puts and keeps;
/// several collectors may run at once. `grace_s` must be longer than any deed takes from its put to its
/// commit.
Collected collect(db::Database& database, Store& store, std::int64_t now_s, std::int64_t grace_s = kGrace_s);

}  // namespace medal::blob
