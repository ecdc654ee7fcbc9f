#include "blob/references.h"

#include "db/bind.h"

namespace medal::blob {
namespace {

constexpr db::Migration kMigrations[] = {
    {12, "blob references", R"(
        CREATE TABLE blob_references (
            hash TEXT NOT NULL, owner TEXT NOT NULL, bytes BIGINT NOT NULL, PRIMARY KEY (hash, owner));
        CREATE INDEX blob_references_by_owner ON blob_references (owner);
    )"},
};

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

void keep(db::Session& session, const base::Sha256& hash, const std::string& owner, std::int64_t bytes) {
    db::execute(
        session,
        "INSERT INTO blob_references (hash, owner, bytes) VALUES ($1, $2, $3) ON CONFLICT (hash, owner) "
        "DO NOTHING",
        hash, owner, bytes);
}

void let_go(db::Session& session, const std::string& owner) {
    db::execute(session, "DELETE FROM blob_references WHERE owner = $1", owner);
}

bool is_kept(db::Session& session, const base::Sha256& hash) {
    return !db::column<std::string>(session, "SELECT owner FROM blob_references WHERE hash = $1 LIMIT 1",
                                    hash)
                .empty();
}

// The reference is looked for and the blob removed within one write transaction: on SQLite no `keep` can come
// in between, on PostgreSQL one that does makes this transaction fail to serialise, and the grace covers the
// rest.
Collected collect(db::Database& database, Store& store, std::int64_t now_s, std::int64_t grace_s) {
    Collected result;
    store.for_each([&](const base::Sha256& hash, std::int64_t put_at_s) {
        const bool is_young = put_at_s > now_s - grace_s;
        const bool removed =
            !is_young && db::transact(database, db::Access::write, [&](db::Session& session) {
                if (is_kept(session, hash)) return false;
                store.remove(hash);
                return true;
            });
        (removed ? result.removed : result.kept) += 1;
    });
    return result;
}

}  // namespace medal::blob
