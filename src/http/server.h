// The HTTP server: listens, keeps connections on a few event loops, has handlers run on a bounded pool.
// TLS is a reverse proxy's work (docs/operate); this speaks HTTP/1.1.
#pragma once

#include "http/authenticator.h"
#include "http/csrf.h"
#include "http/options.h"
#include "http/router.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace prometheus {
class Registry;
}

namespace medal::http {

struct ServerParts {
    Router router;
    /// Must outlive the server.
    Authenticator& authenticator;
    /// Shared with accounts/, which starts and ends sessions; made from the options if empty.
    std::shared_ptr<const SessionCookies> cookies{};
    /// Where the server's own metrics are added; made if empty.
    std::shared_ptr<prometheus::Registry> registry{};
};

class Server {
  public:
    Server(ServerOptions options, ServerParts parts);
    /// Stops at once if that was not done.
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Throws Error{unavailable, "http.cannot_listen"} when the address is taken.
    void start();
    std::uint16_t port() const;
    /// True from stop() on: GET /readyz says so, that a balancer sends no more.
    bool is_draining() const;

    /// No new connections, idle ones closed, running requests finished until `patience` is over; then the
    /// rest is cut. A handler that still runs is waited for: threads cannot be killed.
    void stop(std::chrono::milliseconds patience);

    /// The text of GET /metrics.
    std::string metrics_text() const;
    const Router& router() const;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace medal::http
