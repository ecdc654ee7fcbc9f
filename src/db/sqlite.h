// SQLite through its own C API: write-ahead log, foreign keys on, prepared statements kept.
#pragma once

#include "db/session.h"

#include <memory>
#include <string>

namespace medal::db {

/// `path` may be ":memory:". A durable session syncs every commit.
std::unique_ptr<Session> open_sqlite(const std::string& path, bool is_durable);

}  // namespace medal::db
