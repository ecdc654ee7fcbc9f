// Finds the one row of the table that answers a request. Unlisted is 404; listed with other methods is 405.
// Literal segments win over parameters; patterns are compared segment by segment, never normalised.
#pragma once

#include "base/schema.h"
#include "http/route.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

struct ApiInfo {
    std::string title = "MEDAL";
    std::string version;
    std::string description;
    /// Components that the schemas of the routes refer to.
    base::SchemaSet components{};
};

struct Match {
    const Route* route = nullptr;
    std::vector<QueryItem> params;
    /// "GET, HEAD, PATCH" where the path is known and the method is not.
    std::string allow;
};

class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Internal error for a pattern that is malformed or already taken.
    void add(Route route);

    /// GET and HEAD of everything that no route lists go here (the web app).
    void set_fallback(Route route);

    /// HEAD finds the GET route where no HEAD route is listed. An undecodable parameter matches nothing.
    Match match(Method method, std::string_view path) const;

    const std::deque<Route>& routes() const { return routes_; }

    /// The OpenAPI 3.1 document of all routes that are not internal. Same bytes at every run.
    std::string openapi(const ApiInfo& info) const;

  private:
    struct Node;
    const Node* find(const Node& node, std::string_view rest, std::vector<std::string_view>& values) const;
    std::string allowed_methods(const Node& node) const;

    std::unique_ptr<Node> root_;
    std::deque<Route> routes_;
    const Route* fallback_ = nullptr;
};

/// The names in braces, in order, without the "*".
std::vector<std::string> parameter_names(std::string_view pattern);

}  // namespace medal::http
