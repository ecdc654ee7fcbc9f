#include "db/value.h"

#include "base/text.h"

#include <cmath>
#include <utility>

namespace medal::db {
namespace {

base::ErrorKind kind_of(FaultKind fault) {
    switch (fault) {
        case FaultKind::unique:
        case FaultKind::foreign_key:
            return base::ErrorKind::conflict;
        case FaultKind::busy:
        case FaultKind::serialization:
        case FaultKind::connection:
        case FaultKind::unknown_outcome:
            return base::ErrorKind::unavailable;
        case FaultKind::check:
        case FaultKind::not_null:
        case FaultKind::other:
            return base::ErrorKind::internal;
    }
    return base::ErrorKind::internal;
}

const char* message_of(FaultKind fault) {
    if (fault == FaultKind::unknown_outcome) {
        return "The connection broke while saving; look whether it was saved before you try again.";
    }
    switch (kind_of(fault)) {
        case base::ErrorKind::conflict:
            return "This is there already, or something it belongs to is gone.";
        case base::ErrorKind::unavailable:
            return "The database is busy or cannot be reached; nothing was changed.";
        default:
            return "Something went wrong on our side; nothing was changed.";
    }
}

const char* code_of(FaultKind fault) {
    switch (fault) {
        case FaultKind::unique:
            return "db.unique";
        case FaultKind::foreign_key:
            return "db.foreign_key";
        case FaultKind::check:
            return "db.check";
        case FaultKind::not_null:
            return "db.not_null";
        case FaultKind::busy:
            return "db.busy";
        case FaultKind::serialization:
            return "db.serialization";
        case FaultKind::connection:
            return "db.connection";
        case FaultKind::unknown_outcome:
            return "db.unknown_outcome";
        case FaultKind::other:
            return "db.other";
    }
    return "db.other";
}

}  // namespace

DbError::DbError(FaultKind fault, std::string constraint, std::string detail)
    : base::Error(kind_of(fault), code_of(fault), message_of(fault),
                  {.field = {}, .hint = "Try again in a moment.", .detail = std::move(detail)}),
      fault_(fault),
      constraint_(std::move(constraint)) {}

// PostgreSQL refuses NUL and broken UTF-8, SQLite keeps them; SQLite makes NULL of NaN, PostgreSQL keeps it.
void require_storable(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (base::is_utf8(*text) && text->find('\0') == std::string::npos) return;
        throw base::Error{base::ErrorKind::invalid,
                          "db.bad_text",
                          "A text holds characters that cannot be stored.",
                          {.field = {}, .hint = "Remove control characters and try again.", .detail = {}}};
    }
    if (const auto* real = std::get_if<double>(&value)) {
        if (!std::isfinite(*real)) base::fail_internal("a number to be stored is not finite");
    }
}

}  // namespace medal::db
