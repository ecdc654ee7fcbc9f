// Errors as the client sees them: problem details for HTTP APIs (RFC 9457), one document for every failure.
// `detail` of a base::Error is logged and never sent.
#pragma once

#include "base/error.h"
#include "http/response.h"

#include <string>
#include <string_view>

namespace medal::http {

/// 404, 422, 401, … by kind; a few codes of this folder have a status of their own ("json.malformed" is 400).
int status_of(const base::Error& error) noexcept;

/// {"type", "title", "status", "detail", "code", "instance", "request_id", "field"?, "hint"?}
Response problem_response(const base::Error& error, std::string_view request_id);

/// The errors of the protocol itself. `code` selects the status ("http.header_too_large" is 431, …).
base::Error protocol_error(std::string_view code);

}  // namespace medal::http
