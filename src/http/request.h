// One request as a handler sees it: decoded, limited, with the person who asks.
#pragma once

#include "base/actor.h"
#include "http/body.h"
#include "http/headers.h"
#include "http/method.h"
#include "http/url.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

struct Route;

struct Request {
    Method method = Method::get;
    /// As sent; `path` is its path, still escaped (params are decoded).
    std::string target;
    std::string_view path;
    HeaderList headers;
    std::vector<QueryItem> query_items;
    std::vector<QueryItem> params;

    /// Up to 1 MiB; a larger body is in `body_file`, and with a route's own sink both are empty.
    std::string body;
    TempFile body_file;
    std::unique_ptr<BodySink> sink;
    /// As announced; nullopt for a chunked body.
    std::optional<std::uint64_t> content_length = 0;

    std::string request_id;
    /// Address of the client, behind trusted proxies too.
    std::string peer;
    std::chrono::steady_clock::time_point deadline;
    base::Actor actor;
    const Route* route = nullptr;

    Request() = default;
    Request(Request&&) = default;
    Request& operator=(Request&&) = default;

    /// The decoded value of "{name}" in the route's pattern; internal error if the pattern has none.
    const std::string& param(std::string_view name) const;
    /// The first of that name, decoded.
    std::optional<std::string_view> query(std::string_view name) const;
    /// Ask in lower case.
    std::optional<std::string_view> header(std::string_view lower_name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// The token of "Authorization: Bearer …" (RFC 6750, 2.1).
    std::optional<std::string_view> bearer() const;
};

}  // namespace medal::http
