#include "http/server.h"

#include "base/error.h"
#include "base/log.h"
#include "http/connection.h"
#include "http/core.h"
#include "http/loop.h"

#include <algorithm>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

namespace medal::http {
namespace {

using Tcp = boost::asio::ip::tcp;
constexpr std::chrono::milliseconds kPauseAfterAcceptError{100};
/// So long the address may still be taken by the server that ended a moment ago.
constexpr std::chrono::milliseconds kPatienceForAddress{2000};
constexpr std::chrono::milliseconds kPauseBetweenBinds{50};

unsigned loop_count(unsigned asked) {
    if (asked != 0) return asked;
    return std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
}

[[noreturn]] void cannot_listen(const std::string& detail) {
    throw base::Error{base::ErrorKind::unavailable,
                      "http.cannot_listen",
                      "The server cannot listen on the configured address.",
                      {.field = "listen", .hint = "Is another server running there?", .detail = detail}};
}

}  // namespace

class Server::Parts {
  public:
    Parts(ServerOptions options, ServerParts parts)
        : core_(std::move(options), std::move(parts.router), parts.authenticator, std::move(parts.cookies),
                std::move(parts.registry)) {
        for (unsigned index = 0; index < loop_count(core_.options.io_threads); ++index) {
            loops_.push_back(std::make_unique<Loop>());
        }
        acceptor_.emplace(loops_.front()->context());
        pause_.emplace(loops_.front()->context());
    }

    void listen() {
        boost::system::error_code error;
        const auto address = boost::asio::ip::make_address(core_.options.address, error);
        if (error) cannot_listen(error.message());
        const Tcp::endpoint endpoint{address, core_.options.port};
        acceptor_->open(endpoint.protocol(), error);
        if (!error) acceptor_->set_option(boost::asio::socket_base::reuse_address(true), error);
        if (!error) error = bind_patiently(endpoint);
        if (error) cannot_listen(error.message());
        port_ = acceptor_->local_endpoint().port();
        boost::asio::post(loops_.front()->context(), [this] { accept(); });
        for (auto& loop : loops_) loop->start();
        is_started_ = true;
        base::log_info("http.listening", {{"address", core_.options.address}, {"port", port_}});
    }

    void stop(std::chrono::milliseconds patience) {
        if (!is_started_ || std::exchange(is_stopped_, true)) return;
        core_.is_draining = true;
        close_acceptor();
        for (auto& loop : loops_) loop->drain_connections();
        const bool is_clean = core_.open.wait_for_none(std::chrono::steady_clock::now() + patience);
        for (auto& loop : loops_) loop->close_connections();
        core_.workers.stop();
        core_.disk.stop();
        core_.open.wait_for_none(std::chrono::steady_clock::now() + std::chrono::seconds{1});
        for (auto& loop : loops_) loop->stop();
        base::log_info("http.stopped", {{"is_clean", is_clean}});
    }

    Core& core() { return core_; }
    const Core& core() const { return core_; }
    std::uint16_t port() const { return port_; }

  private:
    boost::system::error_code bind_patiently(const Tcp::endpoint& endpoint) {
        const auto deadline = std::chrono::steady_clock::now() + kPatienceForAddress;
        while (true) {
            boost::system::error_code error;
            acceptor_->bind(endpoint, error);
            if (!error) acceptor_->listen(1024, error);
            const bool is_taken = error == boost::asio::error::address_in_use;
            if (!is_taken || std::chrono::steady_clock::now() >= deadline) return error;
            std::this_thread::sleep_for(kPauseBetweenBinds);
        }
    }

    void accept() {
        Loop& loop = *loops_[next_loop_++ % loops_.size()];
        acceptor_->async_accept(loop.context(),
                                [this, &loop](const boost::system::error_code& error, Tcp::socket socket) {
                                    if (!acceptor_->is_open()) return;
                                    if (error) return accept_later();
                                    admit(loop, std::move(socket));
                                    accept();
                                });
    }

    // Out of descriptors: the pending connections stay in the kernel's queue for a moment.
    void accept_later() {
        pause_->expires_after(kPauseAfterAcceptError);
        pause_->async_wait([this](const boost::system::error_code& error) {
            if (!error && acceptor_->is_open()) accept();
        });
    }

    void admit(Loop& loop, Tcp::socket socket) {
        boost::system::error_code error;
        const auto peer = socket.remote_endpoint(error).address().to_string();
        if (error) return;
        const auto& limits = core_.options.limits;
        const auto counted_as = caller_of_address(peer);
        const auto most =
            core_.proxies.contains(peer) ? limits.max_connections : limits.max_connections_per_peer;
        if (!core_.peers.enter(counted_as, most)) return;
        if (core_.open.add(1) > limits.max_connections) {
            core_.open.add(-1);
            core_.peers.leave(counted_as);
            return;
        }
        loop.adopt(std::make_shared<Connection>(core_, loop, std::move(socket), peer, counted_as));
    }

    void close_acceptor() {
        std::promise<void> closed;
        boost::asio::post(loops_.front()->context(), [this, &closed] {
            boost::system::error_code ignored;
            acceptor_->close(ignored);
            pause_->cancel();
            closed.set_value();
        });
        closed.get_future().wait();
    }

    Core core_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::optional<Tcp::acceptor> acceptor_;
    std::optional<boost::asio::steady_timer> pause_;
    std::size_t next_loop_ = 0;
    std::uint16_t port_ = 0;
    bool is_started_ = false;
    bool is_stopped_ = false;
};

Server::Server(ServerOptions options, ServerParts parts)
    : parts_(std::make_unique<Parts>(std::move(options), std::move(parts))) {}

Server::~Server() {
    parts_->stop(std::chrono::milliseconds{0});
}

void Server::start() {
    parts_->listen();
}

std::uint16_t Server::port() const {
    return parts_->port();
}

bool Server::is_draining() const {
    return parts_->core().is_draining;
}

void Server::stop(std::chrono::milliseconds patience) {
    parts_->stop(patience);
}

std::string Server::metrics_text() const {
    return parts_->core().metrics.text();
}

const Router& Server::router() const {
    return parts_->core().router;
}

}  // namespace medal::http
