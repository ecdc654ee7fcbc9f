// PostgreSQL through libpq: text parameters with inferred types, prepared statements kept, writes
// SERIALIZABLE.
#pragma once

#include "db/session.h"

#include <memory>
#include <string>

namespace medal::db {

std::unique_ptr<Session> open_postgres(const std::string& url);

}  // namespace medal::db
