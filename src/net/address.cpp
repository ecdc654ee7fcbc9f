#include "net/address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>

namespace medal::net {
namespace {

struct Network {
    std::uint32_t address;
    int prefix_bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return a << 24U | b << 16U | c << 8U | d;
}

// IANA IPv4 Special-Purpose Address Registry: everything that is not globally reachable.
constexpr std::array<Network, 15> kSpecialV4 = {{
    {v4(0, 0, 0, 0), 8},
    {v4(10, 0, 0, 0), 8},
    {v4(100, 64, 0, 0), 10},
    {v4(127, 0, 0, 0), 8},
    {v4(169, 254, 0, 0), 16},
    {v4(172, 16, 0, 0), 12},
    {v4(192, 0, 0, 0), 24},
    {v4(192, 0, 2, 0), 24},
    {v4(192, 88, 99, 0), 24},
    {v4(192, 168, 0, 0), 16},
    {v4(198, 18, 0, 0), 15},
    {v4(198, 51, 100, 0), 24},
    {v4(203, 0, 113, 0), 24},
    {v4(224, 0, 0, 0), 4},
    {v4(240, 0, 0, 0), 4},
}};

using Bytes = std::span<const std::uint8_t, 16>;

std::uint32_t v4_at(Bytes bytes, std::size_t at) {
    return v4(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
}

bool starts_with(Bytes bytes, std::initializer_list<std::uint8_t> prefix) {
    return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

}  // namespace

bool is_public_v4(std::uint32_t address) noexcept {
    return std::none_of(kSpecialV4.begin(), kSpecialV4.end(), [&](const Network& network) {
        const auto mask = ~std::uint32_t{0} << static_cast<unsigned>(32 - network.prefix_bits);
        return (address & mask) == network.address;
    });
}

bool is_public_v6(Bytes bytes) noexcept {
    if (starts_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return is_public_v4(v4_at(bytes, 12));
    if (starts_with(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
        return is_public_v4(v4_at(bytes, 12));
    if (starts_with(bytes, {0x20, 0x02})) return is_public_v4(v4_at(bytes, 2));
    // Only 2000::/3 is global unicast; of it 2001::/23 (Teredo and others) and 2001:db8::/32 are special.
    if ((bytes[0] & 0xe0U) != 0x20U) return false;
    if (starts_with(bytes, {0x20, 0x01}) && bytes[2] < 0x02) return false;
    return !starts_with(bytes, {0x20, 0x01, 0x0d, 0xb8});
}

bool is_public(const sockaddr& address) noexcept {
    if (address.sa_family == AF_INET) {
        const auto& inet = reinterpret_cast<const sockaddr_in&>(address);
        return is_public_v4(ntohl(inet.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        const auto& inet = reinterpret_cast<const sockaddr_in6&>(address);
        return is_public_v6(Bytes{inet.sin6_addr.s6_addr, 16});
    }
    return false;
}

}  // namespace medal::net
