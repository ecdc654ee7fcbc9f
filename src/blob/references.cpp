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
    {13, "blobs that are being removed",
     "CREATE TABLE blob_marks (hash TEXT PRIMARY KEY, removing BIGINT NOT NULL)"},
};

constexpr std::size_t kBatch = 500;

constexpr std::string_view kUnkeptSqlite =
    "SELECT value FROM json_each($1) WHERE NOT EXISTS (SELECT 1 FROM blob_references WHERE hash = value)";
constexpr std::string_view kUnkeptPostgres =
    "SELECT value FROM json_array_elements_text(CAST($1 AS json)) AS given (value) "
    "WHERE NOT EXISTS (SELECT 1 FROM blob_references WHERE hash = value)";

// Both sides write this row: the one that keeps and the one that removes can never both succeed unseen.
void mark(db::Session& session, const base::Sha256& hash, bool removing) {
    db::execute(session,
                "INSERT INTO blob_marks (hash, removing) VALUES ($1, $2) "
                "ON CONFLICT (hash) DO UPDATE SET removing = $2",
                hash, removing);
}

std::vector<base::Sha256> unkept(db::Database& database, const std::vector<base::Sha256>& hashes) {
    return db::transact(database, db::Access::read, [&](db::Session& session) {
        const bool is_postgres = session.engine() == db::Engine::postgres;
        return db::column<base::Sha256>(session, is_postgres ? kUnkeptPostgres : kUnkeptSqlite, hashes);
    });
}

// 1. In a transaction: mark it, and look again that nobody keeps it. A `keep` at the same time touches the
// mark too,
//    so that one of the two begins anew and sees the other. 2. After the commit: remove the bytes, unless
//    they were put again. 3. Forget the mark, unless a `keep` has taken it over. A crash in between leaves a
//    mark, no harm.
bool remove_unkept(db::Database& database, Store& store, const base::Sha256& hash, std::int64_t since_s) {
    const bool may_go = db::transact(database, db::Access::write, [&](db::Session& session) {
        mark(session, hash, true);
        if (!is_kept(session, hash)) return true;
        mark(session, hash, false);
        return false;
    });
    if (!may_go) return false;
    const bool is_gone = store.remove_unless_put_since(hash, since_s);
    db::transact(database, db::Access::write, [&](db::Session& session) {
        db::execute(session, "DELETE FROM blob_marks WHERE hash = $1 AND removing = 1", hash);
    });
    return is_gone;
}

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
    mark(session, hash, false);
}

void let_go(db::Session& session, const std::string& owner) {
    db::execute(session, "DELETE FROM blob_references WHERE owner = $1", owner);
}

bool is_kept(db::Session& session, const base::Sha256& hash) {
    return !db::column<std::string>(session, "SELECT owner FROM blob_references WHERE hash = $1 LIMIT 1",
                                    hash)
                .empty();
}

Usage usage(db::Session& session) {
    return db::rows<Usage>(session,
                           "SELECT count(*) AS blobs, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS bytes FROM "
                           "(SELECT hash, max(bytes) AS bytes FROM blob_references GROUP BY hash) AS kept")
        .at(0);
}

Collected collect(db::Database& database, Store& store, std::int64_t now_s, std::int64_t grace_s) {
    const auto since_s = now_s - grace_s;
    Collected result;
    std::vector<base::Sha256> old;
    const auto settle = [&] {
        const auto loose = unkept(database, old);
        std::int64_t removed = 0;
        for (const auto& hash : loose) removed += remove_unkept(database, store, hash, since_s) ? 1 : 0;
        result.removed += removed;
        result.kept += static_cast<std::int64_t>(old.size()) - removed;
        old.clear();
    };
    store.for_each([&](const base::Sha256& hash, std::int64_t put_at_s) {
        if (put_at_s >= since_s) {
            ++result.kept;
            return;
        }
        old.push_back(hash);
        if (old.size() >= kBatch) settle();
    });
    settle();
    return result;
}

}  // namespace medal::blob
