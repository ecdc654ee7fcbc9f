// A row of a domain's table of routes: types in, types out, one use case. Decodes the body (422 with the
// pointer), runs the use case in a unit of work, encodes the result. The only place where codecs meet routes.
#pragma once

#include "api/call.h"
#include "base/json.h"
#include "base/schema.h"
#include "http/router.h"
#include "work/run.h"

#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace medal::api {

/// For routes without a body, or without a result (204).
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

template <class T>
struct Page {
    std::vector<T> items;
    std::optional<std::string> next;

    BOOST_DESCRIBE_CLASS(Page, (), (items, next), (), ())
};

struct Endpoint {
    http::Method method = http::Method::get;
    std::string path{};
    std::string operation_id{};
    std::string summary{};
    std::string tag{};
    http::CallerClass caller = http::CallerClass::signed_in;
    /// Who may, in words, for the document; the domain's rules decide.
    std::string rights{};
    int status = 200;
    http::RateClass rate = http::RateClass::read;
    std::uint64_t max_body_bytes = http::kDefaultMaxBody_bytes;
    std::vector<http::Parameter> query{};
    bool is_idempotent = false;
    /// What a token must be allowed; without it `read` for GET and by tag for the rest.
    std::optional<base::Scope> scope{};
};

/// A JSON body of more than 1 MiB is nothing that any form of ours sends.
[[noreturn]] void throw_body_too_large();

/// Throws Error{unsupported, "http.media_type"} (415): a form of another site cannot send JSON by its name.
void require_media_type(const http::Request& request, std::string_view wanted);

/// Throws Error{forbidden, "token.scope"} when the actor's token does not reach so far.
void require_scope(const base::Actor& actor, base::Scope scope);

class Routes {
  public:
    Routes(http::Router& router, work::Workshop& shop, base::SchemaSet& components)
        : router_(router), shop_(shop), components_(components) {}

    /// `use(work::Unit&, Call&, const Body&) -> Result`; Result = Nothing answers 204.
    template <class Body, class Result, class Use>
    void add(const Endpoint& endpoint, Use use) {
        const bool writes = endpoint.method != http::Method::get;
        auto route = row_of(endpoint);
        if constexpr (!std::same_as<Body, Nothing>)
            route.body_schema_json = base::json_schema<Body>(components_);
        describe_result<Result>(route);
        const int status = route.success_status;
        const auto scope = scope_of(endpoint);
        route.handler = [&shop = shop_, use = std::move(use), writes, status, scope](http::Request& request) {
            require_scope(request.actor, scope);
            const Body body = decode<Body>(request);
            const auto access = writes ? db::Access::write : db::Access::read;
            return work::run(shop, request.actor, access, [&](work::Unit& unit) {
                Call call{request};
                return encode(use(unit, call, body), status, call);
            });
        };
        router_.add(std::move(route));
    }

    /// For use cases of more than one unit: `use(http::Request&, const Body&) -> http::Response`, unit by
    /// itself.
    template <class Body, class Result, class Use>
    void add_raw_with_body(const Endpoint& endpoint, Use use) {
        auto route = row_of(endpoint);
        route.body_schema_json = base::json_schema<Body>(components_);
        describe_result<Result>(route);
        const auto scope = scope_of(endpoint);
        route.handler = [use = std::move(use), scope](http::Request& request) {
            require_scope(request.actor, scope);
            return use(request, decode<Body>(request));
        };
        router_.add(std::move(route));
    }

    /// For use cases that open their units themselves: `use(work::Workshop&, http::Request&, const Body&) ->
    /// Result`.
    template <class Body, class Result, class Use>
    void add_with_workshop(const Endpoint& endpoint, Use use) {
        const int status = success_status<Result>(endpoint);
        add_raw_with_body<Body, Result>(endpoint, [&shop = shop_, use = std::move(use), status](
                                                      http::Request& request, const Body& body) {
            Call call{request};
            return encode(use(shop, request, body), status, call);
        });
    }

    /// For answers that are not JSON (images, files, streams): `use(work::Unit&, Call&) -> http::Response`.
    template <class Use>
    void add_raw(const Endpoint& endpoint, std::string content_type, Use use) {
        auto route = row_of(endpoint);
        route.result_content_type = std::move(content_type);
        const bool writes = endpoint.method != http::Method::get;
        const auto scope = scope_of(endpoint);
        route.handler = [&shop = shop_, use = std::move(use), writes, scope](http::Request& request) {
            require_scope(request.actor, scope);
            const auto access = writes ? db::Access::write : db::Access::read;
            return work::run(shop, request.actor, access, [&](work::Unit& unit) {
                Call call{request};
                http::Response response = use(unit, call);
                for (auto& header : call.answer_headers()) response.headers.push_back(std::move(header));
                return response;
            });
        };
        router_.add(std::move(route));
    }

    /// The same for use cases that open their units themselves: `use(work::Workshop&, http::Request&) ->
    /// http::Response`.
    template <class Use>
    void add_raw_with_workshop(const Endpoint& endpoint, std::string content_type, Use use) {
        auto route = row_of(endpoint);
        route.result_content_type = std::move(content_type);
        const auto scope = scope_of(endpoint);
        route.handler = [&shop = shop_, use = std::move(use), scope](http::Request& request) {
            require_scope(request.actor, scope);
            return use(shop, request);
        };
        router_.add(std::move(route));
    }

    /// A route that opens its units itself and answers JSON of the given schema.
    void add_free(const Endpoint& endpoint, std::string body_type, std::string result_schema,
                  std::function<http::Response(http::Request&)> handler);

    /// A route without a body that opens its units itself and answers what is not JSON.
    void add_unbound(const Endpoint& endpoint, std::string content_type,
                     std::function<http::Response(http::Request&)> handler);

    base::SchemaSet& components() { return components_; }
    http::Router& router() { return router_; }
    work::Workshop& shop() { return shop_; }

  private:
    static http::Route row_of(const Endpoint& endpoint);
    static base::Scope scope_of(const Endpoint& endpoint);

    template <class Result>
    static int success_status(const Endpoint& endpoint) {
        return std::same_as<Result, Nothing> ? 204 : endpoint.status;
    }

    template <class Result>
    void describe_result(http::Route& route) {
        if constexpr (!std::same_as<Result, Nothing>) {
            route.result_schema_json = base::json_schema<Result>(components_);
        } else {
            route.success_status = 204;
        }
    }

    template <class Body>
    static Body decode(const http::Request& request) {
        if constexpr (std::same_as<Body, Nothing>) {
            return {};
        } else {
            require_media_type(request, "application/json");
            if (request.body_file) throw_body_too_large();
            return base::from_json<Body>(request.body);
        }
    }

    template <class Result>
    static http::Response encode(const Result& result, int status, Call& call) {
        http::Response response;
        if constexpr (std::same_as<Result, Nothing>) {
            response = http::no_content();
        } else {
            response = http::json_response(status, base::to_json(result));
        }
        for (auto& header : call.answer_headers()) response.headers.push_back(std::move(header));
        return response;
    }

    http::Router& router_;
    work::Workshop& shop_;
    base::SchemaSet& components_;
};

}  // namespace medal::api
