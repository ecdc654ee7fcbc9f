// One connection, used by one thread at a time, inside a transaction or outside of one.
// SQL is the subset that SQLite and PostgreSQL share: $1 parameters, RETURNING, ON CONFLICT, ->>.
#pragma once

#include "db/value.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace medal::db {

class Session {
  public:
    virtual ~Session() = default;

    virtual Engine engine() const = 0;
    virtual Rows query(std::string_view sql, std::span<const Value> parameters) = 0;
    /// The number of rows that were changed.
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters) = 0;
    /// Several statements without parameters: migrations.
    virtual void run_script(std::string_view sql) = 0;

    virtual void begin(Access access) = 0;
    virtual void commit() = 0;
    /// Never throws; a broken connection is thrown away by the pool.
    virtual void rollback() noexcept = 0;
    virtual bool is_healthy() const = 0;
};

}  // namespace medal::db
