#include "api/typed_route.h"

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

}  // namespace medal::api
