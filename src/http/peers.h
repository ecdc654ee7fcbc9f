// Who is on the other end: counts connections per address, and believes X-Forwarded-For of trusted proxies.
#pragma once

#include "http/request.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace medal::http {

class TrustedProxies {
  public:
    /// Addresses and networks; throws Error{invalid, "config.bad_address"}.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    bool contains(std::string_view address) const;

    /// The address nearest to us in X-Forwarded-For that is not a proxy of ours; `socket_peer` otherwise.
    std::string client_of(const Request& request, const std::string& socket_peer) const;

  private:
    void add(const std::string& text);

    std::vector<boost::asio::ip::network_v4> v4_;
    std::vector<boost::asio::ip::network_v6> v6_;
};

class ConnectionCounts {
  public:
    /// False when `caller` has `max` connections already.
    bool enter(const std::string& caller, std::size_t max);
    void leave(const std::string& caller);

  private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace medal::http
