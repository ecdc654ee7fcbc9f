#include "db/migrate.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/time.h"
#include "db/bind.h"

#include <algorithm>
#include <map>
#include <string>

#include <boost/describe.hpp>

namespace medal::db {
namespace {

using base::Error;
using base::ErrorKind;

struct Applied {
    std::int64_t number = 0;
    std::string name;
    std::string sha256;
    base::Instant applied_at;
};
BOOST_DESCRIBE_STRUCT(Applied, (), (number, name, sha256, applied_at))

constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, applied_at BIGINT NOT NULL)";

// Any constant; it names our lock among the advisory locks of the PostgreSQL database.
constexpr std::int64_t kMigrationLock = 0x4D4544414C;

std::string hash_of(const Migration& migration) {
    return base::sha256(std::string{migration.sql} + "\x1f" + std::string{migration.sqlite_only} + "\x1f" +
                        std::string{migration.postgres_only})
        .text();
}

std::vector<Migration> in_order(std::span<const Migration> migrations) {
    std::vector<Migration> sorted{migrations.begin(), migrations.end()};
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i].number == sorted[i - 1].number) base::fail_internal("two migrations have one number");
    }
    return sorted;
}

std::map<std::int64_t, Applied> applied_in(Session& session) {
    std::map<std::int64_t, Applied> applied;
    for (auto& row :
         rows<Applied>(session, "SELECT number, name, sha256, applied_at FROM schema_migrations")) {
        applied.emplace(row.number, row);
    }
    return applied;
}

void require_same_text(const Migration& migration, const Applied& applied) {
    if (applied.sha256 == hash_of(migration)) return;
    throw Error{ErrorKind::conflict,
                "migration.changed",
                "A migration that was applied has another text now.",
                {.field = std::string{migration.name},
                 .hint = "Run the version of medal that this data belongs to."}};
}

void require_known(const std::map<std::int64_t, Applied>& applied, const std::vector<Migration>& migrations) {
    for (const auto& [number, row] : applied) {
        const auto same = [&](const Migration& migration) { return migration.number == number; };
        if (std::any_of(migrations.begin(), migrations.end(), same)) continue;
        throw Error{ErrorKind::conflict,
                    "migration.from_future",
                    "This data was written by a newer version of medal.",
                    {.field = row.name, .hint = "Run the newer version; data never goes back."}};
    }
}

void apply(Session& session, const Migration& migration) {
    session.run_script(migration.sql);
    const auto own = session.engine() == Engine::sqlite ? migration.sqlite_only : migration.postgres_only;
    if (!own.empty()) session.run_script(own);
    insert(session, "schema_migrations",
           Applied{migration.number, std::string{migration.name}, hash_of(migration),
                   base::SystemClock{}.now()});
}

// One starter at a time. On PostgreSQL the lock must be had before the transaction begins, whose view of the
// data would else be older than what the other starter did. SQLite's writers exclude each other anyway;
// there, tables that are rebuilt must not drag along what refers to them
// (https://sqlite.org/lang_altertable.html, 7).
class Turn {
  public:
    explicit Turn(Session& session) : session_(session) {
        if (session_.engine() == Engine::sqlite) {
            session_.run_script("PRAGMA busy_timeout = 300000; PRAGMA foreign_keys = OFF");
        } else {
            session_.run_script("SET lock_timeout = '5min'");
            session_.query("SELECT pg_advisory_lock($1)", values_of(kMigrationLock));
        }
    }

    // A connection that broke has given its lock back by itself, and the pool drops it.
    ~Turn() {
        try {
            if (session_.engine() == Engine::sqlite) {
                session_.run_script("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON");
            } else {
                session_.query("SELECT pg_advisory_unlock($1)", values_of(kMigrationLock));
                session_.run_script("SET lock_timeout = '10s'");
            }
        } catch (const base::Error& error) {
            base::log_warning("db.migration_lock_not_returned", {{"detail", error.detail()}});
        }
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    Session& session_;
};

void require_whole_references(Session& session) {
    if (session.engine() != Engine::sqlite) return;
    if (!session.query("PRAGMA foreign_key_check", {}).rows.empty()) {
        base::fail_internal("a migration leaves rows that refer to nothing");
    }
}

// True when this call applied it.
bool apply_if_missing(Session& session, const Migration& migration) {
    session.begin(Access::write);
    try {
        const auto applied = applied_in(session);
        const auto found = applied.find(migration.number);
        if (found != applied.end()) {
            require_same_text(migration, found->second);
        } else {
            apply(session, migration);
            require_whole_references(session);
        }
        session.commit();
        return found == applied.end();
    } catch (...) {
        session.rollback();
        throw;
    }
}

}  // namespace

int migrate(Database& database, std::span<const Migration> migrations) {
    const auto ordered = in_order(migrations);
    const Lease session{database};
    const Turn turn{*session};
    session->run_script(kTable);
    require_known(applied_in(*session), ordered);
    int count = 0;
    for (const auto& migration : ordered) count += apply_if_missing(*session, migration) ? 1 : 0;
    return count;
}

std::vector<int> pending_migrations(Database& database, std::span<const Migration> migrations) {
    const Lease session{database};
    const Turn turn{*session};
    session->run_script(kTable);
    const auto applied = applied_in(*session);
    std::vector<int> pending;
    for (const auto& migration : in_order(migrations)) {
        if (!applied.contains(migration.number)) pending.push_back(migration.number);
    }
    return pending;
}

}  // namespace medal::db
