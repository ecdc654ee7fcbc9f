#include "http/request.h"

#include "base/error.h"
#include "base/text.h"

namespace medal::http {

const std::string& Request::param(std::string_view name) const {
    for (const auto& item : params) {
        if (item.name == name) return item.value;
    }
    base::fail_internal("route without parameter " + std::string{name});
}

std::optional<std::string_view> Request::query(std::string_view name) const {
    for (const auto& item : query_items) {
        if (item.name == name) return item.value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view lower_name) const {
    return headers.find(lower_name);
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    const auto line = headers.find("cookie");
    if (!line) return std::nullopt;
    for (const auto part : list_parts(*line, ';')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos || part.substr(0, equals) != name) continue;
        auto value = part.substr(equals + 1);
        const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
        return is_quoted ? value.substr(1, value.size() - 2) : value;
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::bearer() const {
    constexpr std::string_view kScheme = "Bearer ";
    const auto line = headers.find("authorization");
    if (!line || line->size() <= kScheme.size()) return std::nullopt;
    if (!equal_without_case(line->substr(0, kScheme.size()), kScheme)) return std::nullopt;
    return base::trimmed(line->substr(kScheme.size()));
}

}  // namespace medal::http
