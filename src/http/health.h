// GET /healthz (alive), GET /readyz (can serve), GET /metrics: what balancers and Prometheus ask.
#pragma once

#include "http/router.h"

#include <functional>
#include <string>
#include <vector>

namespace medal::http {

struct HealthParts {
    /// Empty when the server can serve, otherwise the code of what is missing ("db.unreachable"). May block.
    std::function<std::string()> what_is_missing;
    std::function<std::string()> metrics_text;
    /// Who may read /metrics: addresses and networks.
    std::vector<std::string> metrics_readers = {"127.0.0.1", "::1"};
};

void add_health(Router& router, HealthParts parts);

}  // namespace medal::http
