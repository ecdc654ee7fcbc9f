// Conditional and partial answers: RFC 9110, 13.2.2 (preconditions) and 14.2 (ranges).
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace medal::http {

/// A quoted strong entity tag of some text.
std::string entity_tag(std::string_view text);

/// Whether a list of tags ("*", "\"a\", W/\"b\"") names `tag`; weak comparison.
bool names_tag(std::string_view list, std::string_view tag);

/// Turns a 200 into 304 (GET, HEAD) or 412 as If-Match and If-None-Match want it.
void apply_preconditions(const Request& request, Response& response);

struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

enum class RangeOutcome { whole, part, not_satisfiable };

struct RangeChoice {
    RangeOutcome outcome = RangeOutcome::whole;
    ByteRange range{};
};

/// One range of bytes is honoured; several, or a malformed one, give the whole (RFC 9110 allows that).
RangeChoice choose_range(std::string_view range_header, std::uint64_t total_size);

}  // namespace medal::http
