// What the server counts about itself, in the text format of Prometheus (GET /metrics). Other parts add
// their own families to the same registry.
#pragma once

#include "http/router.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <class T>
class Family;
}  // namespace prometheus

namespace medal::http {

class Metrics {
  public:
    explicit Metrics(std::shared_ptr<prometheus::Registry> registry);
    ~Metrics();

    /// Makes one series per route and status class; call once, before the first request.
    void name_routes(const Router& router);

    void connection_opened();
    void connection_closed();
    void request_started();
    /// `route` may be null: nothing was found.
    void request_ended(const Route* route, int status, std::chrono::nanoseconds took);
    void received(std::uint64_t bytes);
    void sent(std::uint64_t bytes);

    /// The exposition of everything in the registry.
    std::string text() const;

  private:
    struct Series;
    std::shared_ptr<prometheus::Registry> registry_;
    std::unique_ptr<Series> series_;
};

}  // namespace medal::http
