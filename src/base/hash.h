// SHA-256 (FIPS 180-4) of bytes in one go or as they stream by, and HMAC-SHA-256 (RFC 2104).
#pragma once

#include "base/encoding.h"
#include "base/scalar.h"

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace medal::base {

struct Sha256 {
    std::array<std::byte, 32> bytes{};

    auto operator<=>(const Sha256&) const = default;
    std::string text() const { return hex(bytes); }
};

Sha256 sha256(std::span<const std::byte> bytes);
inline Sha256 sha256(std::string_view text) {
    return sha256(bytes_of(text));
}

Sha256 hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message);

/// Compares in a time that does not depend on where the texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

class Sha256Stream {
  public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void update(std::span<const std::byte> bytes);
    /// Ends the stream; call once.
    Sha256 finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

template <>
struct Scalar<Sha256> {
    static constexpr std::string_view kFormat = "sha256";
    static std::string to_text(const Sha256& hash) { return hash.text(); }
    static std::optional<Sha256> parse(std::string_view text);
};

}  // namespace medal::base
