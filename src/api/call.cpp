#include "api/call.h"

#include <algorithm>

namespace medal::api {

using base::Error;
using base::ErrorKind;

void throw_no_such_id(std::string_view name) {
    throw Error{ErrorKind::not_found,
                "route.bad_id",
                "There is nothing under this id.",
                {.field = std::string{name}, .hint = "Check the link."}};
}

void throw_unknown_parameter() {
    throw Error{ErrorKind::invalid,
                "query.unknown_parameter",
                "The query has a parameter that is not known here.",
                {.hint = "See /api/openapi.json for the parameters of this route."}};
}

void throw_bad_parameter(std::string_view name, std::string_view expected) {
    throw Error{ErrorKind::invalid,
                "query.bad_parameter",
                "The query parameter must be " + std::string{expected} + ".",
                {.field = std::string{name}}};
}

std::int64_t page_limit(std::optional<std::int64_t> asked) {
    return std::clamp<std::int64_t>(asked.value_or(kDefaultPage), 1, kMaxPage);
}

}  // namespace medal::api
