#include "http/connection.h"

#include "base/log.h"
#include "http/loop.h"

#include <boost/asio/post.hpp>

namespace medal::http {
namespace {

constexpr std::size_t kKeptBuffer_bytes = 64 * 1024;

}  // namespace

Connection::Connection(Core& core, Loop& loop, Socket socket, std::string socket_peer, std::string counted_as)
    : core_(core),
      loop_(loop),
      socket_(std::move(socket)),
      socket_executor_(socket_.get_executor()),
      socket_peer_(std::move(socket_peer)),
      counted_as_(std::move(counted_as)) {}

void Connection::start() {
    ErrorCode error;
    socket_.non_blocking(true, error);
    if (!error) socket_.set_option(boost::asio::ip::tcp::no_delay(true), error);
    core_.metrics.connection_opened();
    if (error) return close();
    next_request();
}

bool Connection::hand_over(WorkerPool& pool, void (Connection::*member)()) {
    phase_ = Phase::working;
    deadline_ = Clock::time_point::max();
    // The worker gives its share back with take_back, so that the last owner is always the loop.
    return pool.post([self = shared_from_this(), member]() mutable { ((*self).*member)(); });
}

void Connection::enter(Phase phase, std::chrono::milliseconds time) {
    phase_ = phase;
    deadline_ = Clock::now() + time;
}

void Connection::next_request() {
    request_ = Request{};
    out_ = Outgoing{};
    parser_.emplace(request_, core_.options.limits);
    body_bytes_ = 0;
    sent_bytes_ = 0;
    written_ = 0;
    is_authorized_ = false;
    if (buffer_.size() == 0 && buffer_.capacity() > kKeptBuffer_bytes) buffer_.shrink_to_fit();
    if (core_.is_draining && buffer_.size() == 0) return close();
    enter(Phase::idle, core_.options.timeouts.idle);
    if (buffer_.size() > 0) {
        enter(Phase::head, core_.options.timeouts.head);
        // Not called directly: a long run of pipelined requests would be as deep a recursion.
        boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->read_head(); });
        return;
    }
    read_more(4096);
}

void Connection::expire(Clock::time_point now) {
    switch (phase_) {
        case Phase::head:
            return refuse("http.timeout");
        case Phase::body:
            if (window_bytes_ < core_.options.timeouts.min_body_bytes_per_window)
                return refuse("http.timeout");
            window_bytes_ = 0;
            window_ends_ = deadline_ = now + core_.options.timeouts.body_window;
            return;
        case Phase::working:
        case Phase::closed:
            deadline_ = Clock::time_point::max();
            return;
        case Phase::events:
            deadline_ = now + core_.options.timeouts.event_heartbeat;
            events_->send_comment();
            return;
        case Phase::idle:
        case Phase::writing:
        case Phase::lingering:
            return close();
    }
}

void Connection::drain() {
    if (phase_ == Phase::idle) return close();
    if (phase_ == Phase::events) events_->close();
}

void Connection::finish_request() {
    core_.metrics.request_ended(request_.route, out_.status, Clock::now() - head_done_at_);
    core_.metrics.received(body_bytes_);
    core_.metrics.sent(out_.body_bytes != 0 ? out_.body_bytes : sent_bytes_);
    is_counted_ = false;
    if (core_.options.has_access_log) log_access();
    if (out_.keeps_alive) return next_request();
    linger();
}

void Connection::log_access() const {
    const auto took = std::chrono::duration<double, std::milli>(Clock::now() - head_done_at_).count();
    base::log_info("http.request", {{"request_id", request_.request_id},
                                    {"method", to_string(request_.method)},
                                    {"operation", request_.route != nullptr ? request_.route->operation_id
                                                                            : std::string{"none"}},
                                    {"status", out_.status},
                                    {"milliseconds", took},
                                    {"received_bytes", body_bytes_},
                                    {"sent_bytes", out_.body_bytes != 0 ? out_.body_bytes : sent_bytes_},
                                    {"peer", request_.peer}});
}

// Closing while the client still sends makes the kernel reset the connection, and the answer may be lost
// (RFC 9112, 9.6): say that we are done, then read and forget for a while.
void Connection::linger() {
    ErrorCode error;
    socket_.shutdown(Socket::shutdown_send, error);
    if (error) return close();
    enter(Phase::lingering, core_.options.timeouts.linger);
    if (!is_reading_) read_lingering();
}

void Connection::read_lingering() {
    buffer_.clear();
    read_more(kKeptBuffer_bytes);
}

// Whoever takes the body piece by piece is told that it will not come; that may write to a disk.
void Connection::abandon_sink() {
    if (!request_.sink || is_body_complete()) return;
    auto tell = [self = shared_from_this(), sink = std::shared_ptr<BodySink>{std::move(request_.sink)}] {
        sink->broken();
    };
    if (!core_.disk.post(tell)) tell();
}

void Connection::close() {
    if (phase_ == Phase::closed) return;
    const bool was_busy = phase_ == Phase::working;
    if (is_counted_)
        core_.metrics.request_ended(request_.route, was_busy ? 0 : out_.status, Clock::now() - head_done_at_);
    is_counted_ = false;
    phase_ = Phase::closed;
    ErrorCode ignored;
    // A worker may hold the descriptor just now; then only the stream ends here, and the socket is closed
    // with the connection.
    socket_.shutdown(Socket::shutdown_both, ignored);
    if (!was_busy) socket_.close(ignored);
    if (!was_busy) abandon_sink();
    if (events_) {
        events_->client_left();
        core_.event_streams.fetch_sub(1);
    }
    core_.peers.leave(counted_as_);
    core_.metrics.connection_closed();
    core_.open.add(-1);
    loop_.forget(*this);
}

}  // namespace medal::http
