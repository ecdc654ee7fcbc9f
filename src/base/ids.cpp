#include "base/ids.h"

#include <cstddef>
#include <span>

namespace medal::base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kTextLength = 36;

bool is_dash_position(std::size_t index) {
    return index == 8 || index == 13 || index == 18 || index == 23;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Uuid make_uuid_v7(Instant now, Random& random) {
    Uuid uuid;
    random.fill(std::as_writable_bytes(std::span{uuid.bytes}));
    const auto milliseconds = static_cast<std::uint64_t>(now.microseconds / 1000);
    for (std::size_t i = 0; i < 6; ++i) {
        uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
    }
    uuid.bytes[6] = static_cast<std::uint8_t>(0x70 | (uuid.bytes[6] & 0x0F));
    uuid.bytes[8] = static_cast<std::uint8_t>(0x80 | (uuid.bytes[8] & 0x3F));
    return uuid;
}

std::string to_text(const Uuid& uuid) {
    std::string text;
    text.reserve(kTextLength);
    for (const auto byte : uuid.bytes) {
        if (is_dash_position(text.size())) text += '-';
        text += kHexDigits[byte >> 4];
        text += kHexDigits[byte & 0x0F];
    }
    return text;
}

std::optional<Uuid> parse_uuid(std::string_view text) {
    if (text.size() != kTextLength) return std::nullopt;
    Uuid uuid;
    std::size_t digit = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_dash_position(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return std::nullopt;
        auto& byte = uuid.bytes[digit / 2];
        byte = static_cast<std::uint8_t>((byte << 4) | value);
        ++digit;
    }
    return uuid;
}

}  // namespace medal::base
