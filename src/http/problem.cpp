#include "http/problem.h"

#include "base/json_write.h"

#include <algorithm>
#include <array>

namespace medal::http {
namespace {

struct CodeStatus {
    std::string_view code;
    int status;
    base::ErrorKind kind;
    std::string_view message;
};

using base::ErrorKind;

constexpr std::array<CodeStatus, 28> kCodes = {{
    {"json.malformed", 400, ErrorKind::invalid, "The body is not valid JSON."},
    {"http.malformed", 400, ErrorKind::invalid, "The request is not valid HTTP."},
    {"http.bad_target", 400, ErrorKind::invalid, "The address of the request is not valid."},
    {"http.host_missing", 400, ErrorKind::invalid, "The request names no host."},
    {"http.range_not_satisfiable", 416, ErrorKind::invalid, "The file does not have the bytes asked for."},
    {"http.not_found", 404, ErrorKind::not_found, "There is nothing at this address."},
    {"http.method_not_allowed", 405, ErrorKind::invalid, "This address does not support this method."},
    {"http.not_acceptable", 406, ErrorKind::unsupported,
     "The answer is not to be had in the form asked for."},
    {"http.timeout", 408, ErrorKind::unavailable, "The request took too long to arrive."},
    {"http.length_required", 411, ErrorKind::invalid, "The request must say how long its body is."},
    {"http.precondition_failed", 412, ErrorKind::conflict, "The object was changed in the meantime."},
    {"http.body_too_large", 413, ErrorKind::too_large, "The body is larger than this address accepts."},
    {"http.target_too_long", 414, ErrorKind::too_large, "The address of the request is too long."},
    {"http.expectation_failed", 417, ErrorKind::invalid, "The server cannot do what Expect asks for."},
    {"http.header_too_large", 431, ErrorKind::too_large, "The header of the request is too large."},
    {"http.method_unknown", 501, ErrorKind::unsupported, "The server does not know this method."},
    {"http.transfer_coding", 501, ErrorKind::unsupported,
     "Of the transfer codings only chunked is supported."},
    {"http.version", 505, ErrorKind::unsupported, "The server speaks HTTP/1.1."},
    {"http.overloaded", 503, ErrorKind::unavailable, "The server has too much to do; try again soon."},
    {"http.stopping", 503, ErrorKind::unavailable, "The server is stopping; try again soon."},
    {"http.rate_limit", 429, ErrorKind::too_many, "Too many requests; wait a little."},
    {"multipart.malformed", 400, ErrorKind::invalid, "The body cannot be read as several parts."},
    {"dicomweb.bad_rendering", 400, ErrorKind::invalid, "How the image should be drawn cannot be read."},
    {"tus.gone", 410, ErrorKind::not_found, "This upload has expired or was ended."},
    {"tus.version", 412, ErrorKind::unsupported, "The server speaks version 1.0.0 of the tus protocol."},
    {"tus.bad_checksum_header", 400, ErrorKind::invalid,
     "The checksum of the part cannot be read or is of an unknown kind."},
    {"tus.locked", 423, ErrorKind::conflict, "Another connection is writing to this upload."},
    {"tus.checksum_mismatch", 460, ErrorKind::conflict, "The part arrived damaged; send it again."},
}};

const CodeStatus* row_of(std::string_view code) noexcept {
    const auto found =
        std::find_if(kCodes.begin(), kCodes.end(), [&](const CodeStatus& row) { return row.code == code; });
    return found == kCodes.end() ? nullptr : &*found;
}

int status_of_kind(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::invalid:
            return 422;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::too_many:
            return 429;
        case ErrorKind::unavailable:
            return 503;
        case ErrorKind::too_large:
            return 413;
        case ErrorKind::unsupported:
            return 415;
        case ErrorKind::internal:
            return 500;
    }
    return 500;
}

void add_member(std::string& json, std::string_view name, std::string_view value) {
    if (json.size() > 1) json += ',';
    base::write_json_string(json, name);
    json += ':';
    base::write_json_string(json, value);
}

}  // namespace

int status_of(const base::Error& error) noexcept {
    const auto* row = row_of(error.code());
    return row != nullptr ? row->status : status_of_kind(error.kind());
}

Response problem_response(const base::Error& error, std::string_view request_id) {
    const int status = status_of(error);
    std::string json = "{";
    add_member(json, "type", "/docs/errors#" + error.code());
    add_member(json, "title", reason_phrase(status));
    json += ",\"status\":" + std::to_string(status);
    add_member(json, "detail", error.message());
    add_member(json, "code", error.code());
    add_member(json, "instance", "urn:medal:request:" + std::string{request_id});
    add_member(json, "request_id", request_id);
    if (!error.field().empty()) add_member(json, "field", error.field());
    if (!error.hint().empty()) add_member(json, "hint", error.hint());
    json += '}';
    auto response = json_response(status, std::move(json));
    response.content_type = "application/problem+json";
    response.with("Cache-Control", "no-store");
    if (status == 401) response.with("WWW-Authenticate", "Bearer realm=\"medal\"");
    if (status == 503) response.with("Retry-After", "1");
    return response;
}

base::Error protocol_error(std::string_view code) {
    const auto* row = row_of(code);
    if (row == nullptr) base::fail_internal("unknown protocol error " + std::string{code});
    return base::Error{row->kind, std::string{code}, std::string{row->message}};
}

}  // namespace medal::http
