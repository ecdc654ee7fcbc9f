#include "http/peers.h"

#include "base/error.h"

#include <algorithm>

namespace medal::http {
namespace {

namespace ip = boost::asio::ip;

template <class Network, class Address>
bool any_contains(const std::vector<Network>& networks, const Address& address) {
    return std::any_of(networks.begin(), networks.end(), [&](const Network& network) {
        // hosts() leaves out the broadcast address, so compare the network that the address falls into.
        return Network{address, network.prefix_length()}.network() == network.network();
    });
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const auto& text : networks) add(text);
}

void TrustedProxies::add(const std::string& text) {
    const bool is_v6 = text.find(':') != std::string::npos;
    const bool has_prefix = text.find('/') != std::string::npos;
    boost::system::error_code error;
    if (is_v6) {
        v6_.push_back(ip::make_network_v6(has_prefix ? text : text + "/128", error));
    } else {
        v4_.push_back(ip::make_network_v4(has_prefix ? text : text + "/32", error));
    }
    if (error) {
        throw base::Error{
            base::ErrorKind::invalid,
            "config.bad_address",
            "A trusted proxy is not an address or network.",
            {.field = "trusted_proxies", .hint = "Write 10.0.0.1 or 10.0.0.0/8.", .detail = {}}};
    }
}

bool TrustedProxies::contains(std::string_view text) const {
    boost::system::error_code error;
    const auto address = ip::make_address(std::string{text}, error);
    if (error) return false;
    if (address.is_v4()) return any_contains(v4_, address.to_v4());
    if (address.to_v6().is_v4_mapped())
        return any_contains(v4_, ip::make_address_v4(ip::v4_mapped, address.to_v6()));
    return any_contains(v6_, address.to_v6());
}

std::string TrustedProxies::client_of(const Request& request, const std::string& socket_peer) const {
    if (v4_.empty() && v6_.empty()) return socket_peer;
    if (!contains(socket_peer)) return socket_peer;
    const auto header = request.header("x-forwarded-for");
    if (!header) return socket_peer;
    auto hops = list_parts(*header, ',');
    while (!hops.empty() && contains(hops.back())) hops.pop_back();
    boost::system::error_code error;
    if (hops.empty()) return socket_peer;
    const auto client = ip::make_address(std::string{hops.back()}, error);
    return error ? socket_peer : client.to_string();
}

bool ConnectionCounts::enter(const std::string& caller, std::size_t max) {
    const std::lock_guard lock{mutex_};
    auto& count = counts_[caller];
    if (count >= max) return false;
    ++count;
    return true;
}

void ConnectionCounts::leave(const std::string& caller) {
    const std::lock_guard lock{mutex_};
    const auto found = counts_.find(caller);
    if (found == counts_.end()) return;
    if (--found->second == 0) counts_.erase(found);
}

}  // namespace medal::http
