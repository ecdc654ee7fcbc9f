#include "http/pipeline.h"

#include "base/error.h"
#include "base/log.h"
#include "http/conditional.h"
#include "http/problem.h"

#include <exception>

namespace medal::http {
namespace {

void check_host(const Request& request) {
    if (request.headers.count("host") != 1) throw protocol_error("http.host_missing");
}

void check_length(const Request& request) {
    if (request.content_length && *request.content_length > request.route->max_body_bytes) {
        throw protocol_error("http.body_too_large");
    }
}

void read_target(Request& request) {
    const auto target = split_target(request.target);
    if (!target) throw protocol_error("http.bad_target");
    request.path = target->path;
    if (target->query.empty()) return;
    auto items = parse_query(target->query);
    if (!items) throw protocol_error("http.bad_target");
    request.query_items = std::move(*items);
}

void log_failure(const Request& request, const base::Error& error) {
    const bool is_ours = error.kind() == base::ErrorKind::internal;
    if (!is_ours && error.detail().empty()) return;
    base::log(is_ours ? base::LogLevel::error : base::LogLevel::warning, "http.failure",
              {{"request_id", request.request_id},
               {"operation", request.route != nullptr ? request.route->operation_id : std::string{}},
               {"code", error.code()},
               {"detail", error.detail()}});
}

base::Error unexpected(const std::exception& failure) {
    return base::Error{base::ErrorKind::internal,
                       "internal",
                       "Something went wrong on our side; nothing was changed.",
                       {.field = {}, .hint = {}, .detail = failure.what()}};
}

}  // namespace

std::optional<Response> Pipeline::admit(Request& request) const {
    try {
        check_host(request);
        read_target(request);
        auto match = parts_.router.match(request.method, request.path);
        request.route = match.route;
        request.params = std::move(match.params);
        if (!match.allow.empty()) {
            const bool is_question = request.method == Method::options;
            auto response =
                is_question ? no_content() : refuse(request, protocol_error("http.method_not_allowed"));
            return std::move(response).with("Allow", std::move(match.allow));
        }
        if (request.route == nullptr) throw protocol_error("http.not_found");
        check_length(request);
        return std::nullopt;
    } catch (const std::exception& failure) {
        return refuse(request, failure);
    }
}

// A stale cookie on a public page must not hide the page; a bad token is always told.
void Pipeline::authenticate(Request& request) const {
    if (request.route->caller == CallerClass::unasked) return;
    const bool has_bearer = request.bearer().has_value();
    if (!has_bearer && !parts_.cookies.session_of(request)) return;
    try {
        request.actor = parts_.authenticator.authenticate(request);
    } catch (const base::Error& error) {
        if (error.kind() != base::ErrorKind::unauthenticated) throw;
        const auto wait = parts_.limiter.seconds_to_wait(RateClass::sign_in, caller_of_address(request.peer),
                                                         RateLimiter::Clock::now());
        if (wait) throw protocol_error("http.rate_limit");
        if (has_bearer || request.route->caller != CallerClass::anyone) throw;
    }
}

void Pipeline::take_token(Request& request) const {
    if (request.route->rate == RateClass::unlimited || request.actor.is_system()) return;
    const auto caller =
        request.actor.is_person() ? request.actor.person_id.text() : caller_of_address(request.peer);
    const auto wait = parts_.limiter.seconds_to_wait(request.route->rate, caller, RateLimiter::Clock::now());
    if (!wait) return;
    const auto error = protocol_error("http.rate_limit");
    throw base::Error{error.kind(),
                      error.code(),
                      error.message(),
                      {.field = {}, .hint = "Try again in " + std::to_string(*wait) + " s.", .detail = {}}};
}

std::optional<Response> Pipeline::authorize(Request& request) const {
    try {
        authenticate(request);
        take_token(request);
        if (request.route->caller == CallerClass::signed_in &&
            request.actor.kind == base::ActorKind::stranger) {
            throw base::Error{base::ErrorKind::unauthenticated,
                              "auth.required",
                              "Please sign in.",
                              {.field = {}, .hint = "Sign in, or send an API token.", .detail = {}}};
        }
        if (request.route->csrf == Csrf::required) parts_.cookies.check(request);
        return std::nullopt;
    } catch (const std::exception& failure) {
        return refuse(request, failure);
    }
}

std::optional<Response> Pipeline::open_sink(Request& request) const {
    if (!request.route->open_sink) return std::nullopt;
    try {
        request.sink = request.route->open_sink(request);
        return std::nullopt;
    } catch (const std::exception& failure) {
        return refuse(request, failure);
    }
}

Response Pipeline::answer(Request& request) const {
    try {
        if (RateLimiter::Clock::now() > request.deadline) throw protocol_error("http.overloaded");
        auto response = request.route->handler(request);
        if (request.route->entity_tag == EntityTag::computed && response.status == 200) {
            if (const auto* text = std::get_if<std::string>(&response.body)) {
                response.with("ETag", entity_tag(*text));
            }
        }
        apply_preconditions(request, response);
        return response;
    } catch (const std::exception& failure) {
        return refuse(request, failure);
    }
}

Response Pipeline::refuse(const Request& request, const std::exception& failure) const {
    const auto* known = dynamic_cast<const base::Error*>(&failure);
    const auto error = known != nullptr ? *known : unexpected(failure);
    log_failure(request, error);
    auto response = problem_response(error, request.request_id);
    if (response.status == 429) response.with("Retry-After", "1");
    if (request.route == nullptr) return response;
    for (const auto& header : request.route->refusal_headers) response.headers.push_back(header);
    return response;
}

}  // namespace medal::http
