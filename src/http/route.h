// One row of the table of routes: who may call what, with which limits, and how it is documented.
// The schema texts are filled by the typed layer in api/; handlers block and run on a bounded pool.
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace medal::http {

/// Finer rights belong to the domains. `unasked`: credentials are not even looked at (static files, health).
enum class CallerClass { anyone, signed_in, unasked };

/// Which token bucket a call draws from; `unlimited` is for health checks only.
enum class RateClass { unlimited, read, write, sign_in, upload, costly };
inline constexpr std::size_t kRateClassCount = 6;

/// `io_thread` is for handlers that take microseconds and never wait: they save two thread switches.
enum class RunsOn { worker, io_thread };

/// A cookie-signed call that changes something must carry the CSRF token, unless the route says why not.
enum class Csrf { required, exempt };

/// `computed`: the server hashes the body of a 200 and answers 304 to the client that has it.
enum class EntityTag { from_handler, computed };

struct Parameter {
    std::string name;
    std::string schema_json = R"({"type":"string"})";
    std::string description;
    bool required = false;
};

inline constexpr std::uint64_t kDefaultMaxBody_bytes = std::uint64_t{1} << 20U;

struct Route {
    Method method = Method::get;
    /// "/api/v1/problems/{problem_id}"; a last "{name*}" takes the rest of the path.
    std::string pattern;
    CallerClass caller = CallerClass::signed_in;
    std::string operation_id;
    std::string summary;
    std::string tag;
    std::string description;

    std::uint64_t max_body_bytes = kDefaultMaxBody_bytes;
    RateClass rate = RateClass::read;
    RunsOn runs_on = RunsOn::worker;
    Csrf csrf = Csrf::required;
    EntityTag entity_tag = EntityTag::from_handler;
    /// Calling twice does what calling once does (documented; the domain sees to it).
    bool is_idempotent = false;
    /// Left out of the OpenAPI document (health checks, pages).
    bool is_internal = false;

    std::string body_schema_json;
    std::string body_content_type = "application/json";
    std::string result_schema_json;
    std::string result_content_type = "application/json";
    int success_status = 200;
    std::vector<Parameter> query;
    std::string path_schema_json = R"({"type":"string"})";

    /// What the call needs beside a person ("organizer of the campaign"): shown in the document.
    std::string rights;

    std::function<Response(Request&)> handler;
    /// Set for routes that take the body piece by piece. Runs after the caller was checked, before any byte
    /// of the body is read; the sink is then in `request.sink` when the handler runs.
    std::function<std::unique_ptr<BodySink>(Request&)> open_sink;

    /// Carried by refusals too (the version field of tus).
    std::vector<Header> refusal_headers;

    /// Position in the router, for per-route tables.
    std::size_t index = 0;
};

}  // namespace medal::http
