#include "api/typed_route.h"

#include "base/text.h"

namespace medal::api {

http::Route Routes::row_of(const Endpoint& endpoint) {
    http::Route route;
    route.method = endpoint.method;
    route.pattern = endpoint.path;
    route.caller = endpoint.caller;
    route.operation_id = endpoint.operation_id;
    route.summary = endpoint.summary;
    route.tag = endpoint.tag;
    route.rights = endpoint.rights;
    route.rate = endpoint.rate;
    route.max_body_bytes = endpoint.max_body_bytes;
    route.query = endpoint.query;
    route.is_idempotent = endpoint.is_idempotent || endpoint.method == http::Method::get;
    route.success_status = endpoint.status;
    return route;
}

base::Scope Routes::scope_of(const Endpoint& endpoint) {
    if (endpoint.scope) return *endpoint.scope;
    if (endpoint.method == http::Method::get) return base::Scope::read;
    if (endpoint.tag == "accounts" || endpoint.tag == "admin") return base::Scope::admin;
    if (endpoint.tag == "curation") return base::Scope::review;
    if (endpoint.tag == "release") return base::Scope::organize;
    if (endpoint.tag == "evaluation") return base::Scope::evaluate;
    return base::Scope::contribute;
}

void Routes::add_free(const Endpoint& endpoint, std::string body_type, std::string result_schema,
                      std::function<http::Response(http::Request&)> handler) {
    auto route = row_of(endpoint);
    route.body_content_type = std::move(body_type);
    route.body_schema_json = R"({"type":"string"})";
    route.result_schema_json = std::move(result_schema);
    const auto scope = scope_of(endpoint);
    route.handler = [handler = std::move(handler), scope,
                     wanted = route.body_content_type](http::Request& request) {
        require_scope(request.actor, scope);
        require_media_type(request, wanted);
        return handler(request);
    };
    router_.add(std::move(route));
}

void Routes::add_unbound(const Endpoint& endpoint, std::string content_type,
                         std::function<http::Response(http::Request&)> handler) {
    auto route = row_of(endpoint);
    route.result_content_type = std::move(content_type);
    const auto scope = scope_of(endpoint);
    route.handler = [handler = std::move(handler), scope](http::Request& request) {
        require_scope(request.actor, scope);
        return handler(request);
    };
    router_.add(std::move(route));
}

void require_scope(const base::Actor& actor, base::Scope scope) {
    if (!actor.is_person() || actor.has_scope(scope)) return;
    throw base::Error{base::ErrorKind::forbidden,
                      "token.scope",
                      "This token may not be used for that.",
                      {.field = {}, .hint = "Make one with the scope that is needed.", .detail = {}}};
}

void require_media_type(const http::Request& request, std::string_view wanted) {
    const auto sent = request.header("content-type").value_or("");
    if (http::equal_without_case(base::trimmed(sent.substr(0, sent.find(';'))), wanted)) return;
    throw base::Error{
        base::ErrorKind::unsupported,
        "http.media_type",
        "This address takes a body of another type.",
        {.field = "Content-Type", .hint = "Send Content-Type: " + std::string{wanted} + ".", .detail = {}}};
}

void throw_body_too_large() {
    throw base::Error{base::ErrorKind::too_large, "json.too_large", "The JSON is above 1 MiB."};
}

}  // namespace medal::api
