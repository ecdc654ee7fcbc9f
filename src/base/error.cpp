#include "base/error.h"

#include <utility>

namespace medal::base {

Error::Error(ErrorKind kind, std::string code, std::string message, ErrorContext context)
    : kind_(kind), code_(std::move(code)), message_(std::move(message)), context_(std::move(context)) {}

std::string_view to_string(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::not_found:
            return "not_found";
        case ErrorKind::invalid:
            return "invalid";
        case ErrorKind::unauthenticated:
            return "unauthenticated";
        case ErrorKind::forbidden:
            return "forbidden";
        case ErrorKind::conflict:
            return "conflict";
        case ErrorKind::too_many:
            return "too_many";
        case ErrorKind::unavailable:
            return "unavailable";
        case ErrorKind::too_large:
            return "too_large";
        case ErrorKind::unsupported:
            return "unsupported";
        case ErrorKind::internal:
            return "internal";
    }
    return "internal";
}

void fail_internal(std::string detail) {
    throw Error{ErrorKind::internal,
                "internal",
                "Something went wrong on our side; nothing was changed.",
                {.field = {},
                 .hint = "Try again; if it stays, tell the operator the request id.",
                 .detail = std::move(detail)}};
}

}  // namespace medal::base
