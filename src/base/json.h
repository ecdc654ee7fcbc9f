// JSON in and out of described structs: one declaration, no hand-written parsing.
// Reading is strict: an unknown, missing or wrongly typed field is an Error of kind `invalid` whose `field`
// is the JSON pointer (RFC 6901). std::optional may be absent or null; everything else is required.
#pragma once

#include "base/json_read.h"
#include "base/json_write.h"

#include <string>
#include <string_view>

namespace medal::base {

/// Throws Error: "json.malformed", "json.duplicate_field", "json.unknown_field", "json.missing_field",
/// "json.wrong_type", "json.bad_value".
template <class T>
T from_json(std::string_view text) {
    T value{};
    detail::Walk walk;
    walk.read(detail::parse_json(text), value);
    return value;
}

/// Reads the answer of a foreign service: fields that T does not name are passed over; the rest is as strict.
template <class T>
T from_foreign_json(std::string_view text) {
    T value{};
    detail::Walk walk{.unknown = Unknown::is_ignored};
    walk.read(detail::parse_json(text), value);
    return value;
}

/// Lays the fields that `text` names over `value`; the others keep what they hold.
template <class T>
void update_from_json(T& value, std::string_view text) {
    detail::Walk walk{.absent = Absent::keeps_value};
    walk.read(detail::parse_json(text), value);
}

/// Whether `text` is one JSON value within the limits.
bool is_json(std::string_view text);

}  // namespace medal::base
