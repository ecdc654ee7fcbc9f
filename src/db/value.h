// What crosses the border to a database: four kinds of value, rows of them, and what can go wrong.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace medal::db {

/// NULL, BIGINT, DOUBLE PRECISION, TEXT. Booleans are 0/1, instants microseconds, everything else text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Text is UTF-8 without NUL and numbers are finite: what both engines can hold. Throws
/// Error{invalid, "db.bad_text"} or Error{internal}.
void require_storable(const Value& value);

struct Rows {
    std::vector<std::string> columns;
    std::vector<std::vector<Value>> rows;
};

enum class Engine { sqlite, postgres };
/// `read` cannot write and sees one moment; `write` is serialisable; `claim` is for taking one row out of
/// many under its lock (a queue), where each statement sees what is committed by then.
enum class Access { read, write, claim };

/// `unknown_outcome`: the connection broke while committing; the deed may or may not have happened.
enum class FaultKind {
    unique,
    foreign_key,
    check,
    not_null,
    busy,
    serialization,
    connection,
    unknown_outcome,
    other,
};

/// A statement that failed. Holds the constraint's or the engine's own words about the schema, never values.
class DbError : public base::Error {
  public:
    DbError(FaultKind fault, std::string constraint, std::string detail);

    FaultKind fault() const noexcept { return fault_; }
    /// "people.email" or the constraint's name; empty where the engine does not say.
    const std::string& constraint() const noexcept { return constraint_; }
    /// Trying the same transaction again may succeed.
    bool is_transient() const noexcept {
        return fault_ == FaultKind::busy || fault_ == FaultKind::serialization;
    }

  private:
    FaultKind fault_;
    std::string constraint_;
};

}  // namespace medal::db
