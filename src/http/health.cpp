#include "http/health.h"

#include "base/error.h"
#include "http/peers.h"

#include <memory>

namespace medal::http {
namespace {

Route health_route(std::string pattern, std::function<Response(Request&)> handler) {
    Route route;
    route.operation_id = pattern.substr(1);
    route.pattern = std::move(pattern);
    route.caller = CallerClass::unasked;
    route.rate = RateClass::unlimited;
    route.is_internal = true;
    route.handler = std::move(handler);
    return route;
}

Response no_store(Response response) {
    return std::move(response).with("Cache-Control", "no-store");
}

}  // namespace

void add_health(Router& router, HealthParts parts) {
    auto alive = health_route("/healthz", [](Request&) { return no_store(text_response(200, "alive\n")); });
    alive.runs_on = RunsOn::io_thread;  // answers even when all workers are busy
    router.add(std::move(alive));
    router.add(health_route("/readyz", [missing = std::move(parts.what_is_missing)](Request&) {
        const auto code = missing();
        if (code.empty()) return no_store(text_response(200, "ready\n"));
        throw base::Error{base::ErrorKind::unavailable, code, "The server cannot serve just now."};
    }));
    const auto readers = std::make_shared<const TrustedProxies>(parts.metrics_readers);
    router.add(health_route("/metrics", [readers, text = std::move(parts.metrics_text)](Request& request) {
        if (!readers->contains(request.peer)) {
            throw base::Error{base::ErrorKind::forbidden, "metrics.not_for_you",
                              "Metrics are for the operator only."};
        }
        auto response = no_store(text_response(200, text()));
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return response;
    }));
}

}  // namespace medal::http
