// Which IP addresses are out in the world, and which lead back into somebody's own network (RFC 6890).
#pragma once

#include <cstdint>
#include <span>

struct sockaddr;

namespace medal::net {

/// False for private, loopback, link-local, shared, multicast, documentation and reserved ranges.
bool is_public_v4(std::uint32_t address) noexcept;

/// `bytes` are the 16 of the address; an IPv4 address inside (mapped, NAT64, 6to4) is judged as such.
bool is_public_v6(std::span<const std::uint8_t, 16> bytes) noexcept;

bool is_public(const sockaddr& address) noexcept;

}  // namespace medal::net
