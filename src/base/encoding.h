// Hexadecimal and base64 (RFC 4648) text of bytes, and back.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace medal::base {

std::string hex(std::span<const std::byte> bytes);
std::string base64(std::span<const std::byte> bytes);
/// URL-safe alphabet, no padding.
std::string base64url(std::span<const std::byte> bytes);

/// nullopt when malformed. Base64 accepts the standard alphabet with padding.
std::optional<std::vector<std::byte>> from_hex(std::string_view text);
std::optional<std::vector<std::byte>> from_base64(std::string_view text);

inline std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace medal::base
