// One thread with its own event queue and the connections that live on it. Internal to http/.
#pragma once

#include <chrono>
#include <memory>
#include <thread>
#include <unordered_map>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace medal::http {

class Connection;

class Loop {
  public:
    Loop();
    ~Loop();

    boost::asio::io_context& context() { return context_; }

    /// From any thread.
    void start();
    void adopt(std::shared_ptr<Connection> connection);
    void drain_connections();
    void close_connections();
    void stop();

    /// On this loop's thread only.
    void forget(Connection& connection);

  private:
    void sweep();

    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer timer_;
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
    std::thread thread_;
};

}  // namespace medal::http
