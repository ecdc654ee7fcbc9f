#include "http/metrics.h"

#include <array>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace medal::http {
namespace {

constexpr std::size_t kStatusClasses = 6;
constexpr std::array<const char*, kStatusClasses> kStatusNames = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

prometheus::Histogram::BucketBoundaries duration_buckets_seconds() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
}

struct RouteSeries {
    std::array<prometheus::Counter*, kStatusClasses> requests{};
    prometheus::Histogram* seconds = nullptr;
};

}  // namespace

struct Metrics::Series {
    prometheus::Family<prometheus::Counter>& requests;
    prometheus::Family<prometheus::Histogram>& seconds;
    prometheus::Gauge& connections;
    prometheus::Gauge& in_flight;
    prometheus::Counter& received;
    prometheus::Counter& sent;
    std::vector<RouteSeries> by_route{};

    RouteSeries make(const std::string& name, const std::string& method) {
        RouteSeries made;
        for (std::size_t index = 0; index < kStatusClasses; ++index) {
            made.requests[index] =
                &requests.Add({{"route", name}, {"method", method}, {"status", kStatusNames[index]}});
        }
        made.seconds = &seconds.Add({{"route", name}, {"method", method}}, duration_buckets_seconds());
        return made;
    }
};

Metrics::Metrics(std::shared_ptr<prometheus::Registry> registry) : registry_(std::move(registry)) {
    if (!registry_) registry_ = std::make_shared<prometheus::Registry>();
    auto& bytes = prometheus::BuildCounter()
                      .Name("medal_http_bytes_total")
                      .Help("Bytes of bodies, by direction")
                      .Register(*registry_);
    series_ = std::make_unique<Series>(Series{
        .requests = prometheus::BuildCounter()
                        .Name("medal_http_requests_total")
                        .Help("Requests answered, by route, method and status class")
                        .Register(*registry_),
        .seconds = prometheus::BuildHistogram()
                       .Name("medal_http_request_seconds")
                       .Help("Time from the end of the request's head to the end of its answer")
                       .Register(*registry_),
        .connections = prometheus::BuildGauge()
                           .Name("medal_http_connections")
                           .Help("Open connections")
                           .Register(*registry_)
                           .Add({}),
        .in_flight = prometheus::BuildGauge()
                         .Name("medal_http_requests_in_flight")
                         .Help("Requests begun and not yet answered")
                         .Register(*registry_)
                         .Add({}),
        .received = bytes.Add({{"direction", "received"}}),
        .sent = bytes.Add({{"direction", "sent"}}),
    });
}

Metrics::~Metrics() = default;

void Metrics::name_routes(const Router& router) {
    for (const auto& route : router.routes()) {
        const auto& name = route.operation_id.empty() ? route.pattern : route.operation_id;
        series_->by_route.push_back(series_->make(name, std::string{to_string(route.method)}));
    }
    series_->by_route.push_back(series_->make("none", "none"));
}

void Metrics::connection_opened() {
    series_->connections.Increment();
}

void Metrics::connection_closed() {
    series_->connections.Decrement();
}

void Metrics::request_started() {
    series_->in_flight.Increment();
}

void Metrics::request_ended(const Route* route, int status, std::chrono::nanoseconds took) {
    series_->in_flight.Decrement();
    auto& series = route != nullptr ? series_->by_route.at(route->index) : series_->by_route.back();
    const auto status_class = static_cast<std::size_t>(status / 100);
    series.requests[status_class < kStatusClasses ? status_class : 0]->Increment();
    series.seconds->Observe(std::chrono::duration<double>(took).count());
}

void Metrics::received(std::uint64_t bytes) {
    series_->received.Increment(static_cast<double>(bytes));
}

void Metrics::sent(std::uint64_t bytes) {
    series_->sent.Increment(static_cast<double>(bytes));
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(registry_->Collect());
}

}  // namespace medal::http
