// Migrations go forward only: numbered, each in a transaction, remembered with the SHA-256 of their text.
#pragma once

#include "db/database.h"

#include <span>
#include <string_view>
#include <vector>

namespace medal::db {

/// `sql` runs on both engines; the others on theirs, after it. Numbers are unique over all rooms.
struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view sql;
    std::string_view sqlite_only{};
    std::string_view postgres_only{};
};

/// Applies what is missing, in order of number, and returns how many. Safe when several processes start at
/// once. Throws Error{conflict}: "migration.changed" when an applied one has another text now,
/// "migration.from_future" when the database knows one that this binary does not.
int migrate(Database& database, std::span<const Migration> migrations);

/// Numbers that are missing in the database.
std::vector<int> pending_migrations(Database& database, std::span<const Migration> migrations);

}  // namespace medal::db
