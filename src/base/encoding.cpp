#include "base/encoding.h"

#include <algorithm>
#include <cstdint>

namespace medal::base {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(std::span<const std::byte> bytes, std::string_view alphabet, bool pad) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = (group << 8) | (k < taken ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            if (k <= taken) {
                text += alphabet[(group >> (18 - 6 * k)) & 0x3F];
            } else if (pad) {
                text += '=';
            }
        }
    }
    return text;
}

}  // namespace

std::string hex(std::span<const std::byte> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += kHex[std::to_integer<std::size_t>(byte >> 4)];
        text += kHex[std::to_integer<std::size_t>(byte & std::byte{0x0F})];
    }
    return text;
}

std::string base64(std::span<const std::byte> bytes) {
    return encode64(bytes, kStandard, true);
}

std::string base64url(std::span<const std::byte> bytes) {
    return encode64(bytes, kUrlSafe, false);
}

std::optional<std::vector<std::byte>> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::vector<std::byte> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = kHex.find(static_cast<char>(text[i] | 0x20));
        const auto low = kHex.find(static_cast<char>(text[i + 1] | 0x20));
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

std::optional<std::vector<std::byte>> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    std::vector<std::byte> bytes;
    std::uint32_t group = 0;
    std::size_t digits = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const auto value = kStandard.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        group = (group << 6) | static_cast<std::uint32_t>(value);
        if (++digits % 4 == 0) {
            for (int shift = 16; shift >= 0; shift -= 8)
                bytes.push_back(static_cast<std::byte>(group >> shift));
            group = 0;
        }
    }
    if (digits % 4 == 2) bytes.push_back(static_cast<std::byte>(group >> 4));
    if (digits % 4 == 3) {
        bytes.push_back(static_cast<std::byte>(group >> 10));
        bytes.push_back(static_cast<std::byte>(group >> 2));
    }
    return digits % 4 == 1 ? std::nullopt : std::optional{bytes};
}

}  // namespace medal::base
