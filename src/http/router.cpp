#include "http/router.h"

#include "base/error.h"

#include <array>
#include <utility>

namespace medal::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> tail;
    std::array<const Route*, kMethodCount> by_method{};

    bool is_end() const {
        for (const auto* route : by_method) {
            if (route != nullptr) return true;
        }
        return false;
    }
};

namespace {

std::size_t index_of(Method method) {
    return static_cast<std::size_t>(method);
}

/// Takes the segment between the leading "/" and the next off `rest`.
std::string_view take_segment(std::string_view& rest) {
    const auto end = rest.find('/', 1);
    const auto segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    return segment;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_tail(std::string_view segment) {
    return is_parameter(segment) && segment[segment.size() - 2] == '*';
}

template <class NodePointer>
auto& child(NodePointer& pointer) {
    if (!pointer) pointer = std::make_unique<typename NodePointer::element_type>();
    return *pointer;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    if (route.pattern.empty() || route.pattern.front() != '/' || !route.handler) {
        base::fail_internal("malformed route " + route.pattern);
    }
    Node* node = root_.get();
    for (std::string_view rest = route.pattern; !rest.empty();) {
        const auto segment = take_segment(rest);
        if (is_tail(segment)) {
            if (!rest.empty()) base::fail_internal("a tail parameter must be last: " + route.pattern);
            node = &child(node->tail);
        } else if (is_parameter(segment)) {
            node = &child(node->parameter);
        } else {
            node = &child(node->literals[std::string{segment}]);
        }
    }
    auto& slot = node->by_method[index_of(route.method)];
    if (slot != nullptr) base::fail_internal("two routes for " + route.pattern);
    route.index = routes_.size();
    routes_.push_back(std::move(route));
    slot = &routes_.back();
}

void Router::set_fallback(Route route) {
    route.index = routes_.size();
    route.is_internal = true;
    routes_.push_back(std::move(route));
    fallback_ = &routes_.back();
}

const Router::Node* Router::find(const Node& node, std::string_view rest,
                                 std::vector<std::string_view>& values) const {
    if (rest.empty()) return node.is_end() ? &node : nullptr;
    auto after = rest;
    const auto segment = take_segment(after);
    if (const auto literal = node.literals.find(segment); literal != node.literals.end()) {
        if (const auto* found = find(*literal->second, after, values)) return found;
    }
    if (node.parameter && !segment.empty()) {
        values.push_back(segment);
        if (const auto* found = find(*node.parameter, after, values)) return found;
        values.pop_back();
    }
    if (!node.tail) return nullptr;
    values.push_back(rest.substr(1));
    return node.tail.get();
}

std::string Router::allowed_methods(const Node& node) const {
    std::string list;
    for (std::size_t index = 0; index < kMethodCount; ++index) {
        const auto method = static_cast<Method>(index);
        const bool is_implied = method == Method::head && node.by_method[index_of(Method::get)] != nullptr;
        if (node.by_method[index] == nullptr && !is_implied) continue;
        if (!list.empty()) list += ", ";
        list += to_string(method);
    }
    return list;
}

Match Router::match(Method method, std::string_view path) const {
    Match result;
    std::vector<std::string_view> values;
    const auto* node = path.starts_with('/') ? find(*root_, path, values) : nullptr;
    const bool is_read = method == Method::get || method == Method::head;
    if (node == nullptr) {
        if (is_read) result.route = fallback_;
        return result;
    }
    result.route = node->by_method[index_of(method)];
    if (result.route == nullptr && method == Method::head) {
        result.route = node->by_method[index_of(Method::get)];
    }
    if (result.route == nullptr) {
        result.allow = allowed_methods(*node);
        return result;
    }
    if (values.empty()) return result;
    const auto names = parameter_names(result.route->pattern);
    for (std::size_t index = 0; index < values.size(); ++index) {
        auto decoded = percent_decoded(values[index]);
        if (!decoded) return {};
        result.params.push_back({names[index], std::move(*decoded)});
    }
    return result;
}

std::vector<std::string> parameter_names(std::string_view pattern) {
    std::vector<std::string> names;
    while (!pattern.empty()) {
        const auto segment = take_segment(pattern);
        if (!is_parameter(segment)) continue;
        names.emplace_back(segment.substr(1, segment.size() - (is_tail(segment) ? 3 : 2)));
    }
    return names;
}

}  // namespace medal::http
