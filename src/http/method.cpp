#include "http/method.h"

#include <array>

namespace medal::http {
namespace {

constexpr std::array<std::string_view, kMethodCount> kNames = {"GET",   "HEAD",   "POST",   "PUT",
                                                               "PATCH", "DELETE", "OPTIONS"};

}  // namespace

std::string_view to_string(Method method) noexcept {
    return kNames[static_cast<std::size_t>(method)];
}

std::optional<Method> parse_method(std::string_view text) noexcept {
    for (std::size_t index = 0; index < kNames.size(); ++index) {
        if (kNames[index] == text) return static_cast<Method>(index);
    }
    return std::nullopt;
}

}  // namespace medal::http
