// What all connections of one server share. Internal to http/.
#pragma once

#include "http/metrics.h"
#include "http/options.h"
#include "http/peers.h"
#include "http/pipeline.h"
#include "http/security_headers.h"
#include "http/worker_pool.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace medal::http {

/// Counts open connections and lets the server wait until none is left.
class OpenCount {
  public:
    std::size_t add(std::ptrdiff_t change);
    bool wait_for_none(std::chrono::steady_clock::time_point until);

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t count_ = 0;
};

/// Unique in the installation: eight random bytes of the process, then a counter.
class RequestIds {
  public:
    RequestIds();
    std::string next();

  private:
    std::string prefix_;
    std::atomic<std::uint32_t> counter_{0};
};

struct Core {
    Core(ServerOptions server_options, Router table, Authenticator& authenticator,
         std::shared_ptr<const SessionCookies> session_cookies,
         std::shared_ptr<prometheus::Registry> registry);

    const ServerOptions options;
    const Router router;
    const std::shared_ptr<const SessionCookies> cookies;
    RateLimiter limiter;
    Pipeline pipeline;
    Metrics metrics;
    SecurityHeaders security;
    TrustedProxies proxies;
    ConnectionCounts peers;
    RequestIds request_ids;
    OpenCount open;
    std::atomic<std::size_t> event_streams{0};
    std::atomic<bool> is_draining{false};
    WorkerPool workers;
    WorkerPool disk;
};

}  // namespace medal::http
