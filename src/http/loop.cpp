#include "http/loop.h"

#include "http/connection.h"

#include <vector>

#include <boost/asio/post.hpp>

namespace medal::http {
namespace {

/// Deadlines are looked at this often: one timer for all connections is far cheaper than one each.
constexpr std::chrono::milliseconds kSweepEvery{100};

}  // namespace

Loop::Loop() : context_(1), work_(boost::asio::make_work_guard(context_)), timer_(context_) {}

Loop::~Loop() {
    stop();
}

void Loop::start() {
    sweep();
    thread_ = std::thread([this] { context_.run(); });
}

void Loop::stop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
}

void Loop::adopt(std::shared_ptr<Connection> connection) {
    boost::asio::post(context_, [this, connection = std::move(connection)] {
        connections_.emplace(connection.get(), connection);
        connection->start();
    });
}

void Loop::forget(Connection& connection) {
    connections_.erase(&connection);
}

void Loop::drain_connections() {
    boost::asio::post(context_, [this] {
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [key, connection] : connections_) all.push_back(connection);
        for (const auto& connection : all) connection->drain();
    });
}

void Loop::close_connections() {
    boost::asio::post(context_, [this] {
        std::vector<std::shared_ptr<Connection>> all;
        for (const auto& [key, connection] : connections_) all.push_back(connection);
        for (const auto& connection : all) connection->close();
    });
}

void Loop::sweep() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::shared_ptr<Connection>> late;
    for (const auto& [key, connection] : connections_) {
        if (connection->is_late(now)) late.push_back(connection);
    }
    for (const auto& connection : late) connection->expire(now);
    timer_.expires_after(kSweepEvery);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (!error) sweep();
    });
}

}  // namespace medal::http
