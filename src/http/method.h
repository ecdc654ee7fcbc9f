// The request methods that MEDAL answers (RFC 9110, 9; PATCH: RFC 5789). Others are 405 or 501.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace medal::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options };
inline constexpr std::size_t kMethodCount = 7;

/// "GET", "HEAD", …
std::string_view to_string(Method method) noexcept;

/// Case-sensitive, as the RFC wants it.
std::optional<Method> parse_method(std::string_view text) noexcept;

/// GET, HEAD, OPTIONS (RFC 9110, 9.2.1): they change nothing, so they need no CSRF token.
constexpr bool is_safe(Method method) noexcept {
    return method == Method::get || method == Method::head || method == Method::options;
}

}  // namespace medal::http
