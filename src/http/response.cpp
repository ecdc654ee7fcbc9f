#include "http/response.h"

#include "http/headers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace medal::http {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 38> kReasons = {{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {460, "Checksum Mismatch"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

Response typed(int status, std::string_view content_type, std::string text) {
    Response response;
    response.status = status;
    response.content_type = content_type;
    response.body = std::move(text);
    return response;
}

}  // namespace

std::string_view Response::header(std::string_view name) const {
    for (const auto& entry : headers) {
        if (equal_without_case(entry.name, name)) return entry.value;
    }
    return {};
}

Response json_response(int status, std::string json) {
    return typed(status, kJsonType, std::move(json));
}

Response text_response(int status, std::string text) {
    return typed(status, "text/plain; charset=utf-8", std::move(text));
}

Response html_response(int status, std::string html) {
    return typed(status, "text/html; charset=utf-8", std::move(html));
}

Response no_content() {
    return typed(204, {}, {});
}

Response redirect(int status, std::string location) {
    return typed(status, {}, {}).with("Location", std::move(location));
}

Response file_response(std::filesystem::path path, std::string content_type, std::string etag) {
    Response response;
    response.content_type = std::move(content_type);
    response.body = FileBody{std::move(path)};
    if (!etag.empty()) response.headers.push_back({"ETag", std::move(etag)});
    return response;
}

std::string_view reason_phrase(int status) noexcept {
    const auto found = std::find_if(kReasons.begin(), kReasons.end(),
                                    [&](const auto& entry) { return entry.first == status; });
    return found == kReasons.end() ? std::string_view{} : found->second;
}

}  // namespace medal::http
