// One client's connection: reads a request, has it answered, writes the answer, and again. Internal to http/.
// Callbacks, not coroutines: g++ 12 miscompiles too many of those. Everything runs on the loop's thread but
// the members named `…_on_worker`, which own the connection while they run (no other operation is pending).
#pragma once

#include "http/core.h"
#include "http/outgoing.h"
#include "http/request_parser.h"
#include "http/sse.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>

namespace medal::http {

class Loop;

/// Bodies announced larger than this are read only after the caller was checked.
inline constexpr std::size_t kEagerBody_bytes = 64 * 1024;
/// One read of a body, one piece for the disk.
inline constexpr std::size_t kBodyPiece_bytes = 256 * 1024;

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Clock = std::chrono::steady_clock;
    using Socket = boost::asio::ip::tcp::socket;
    using ErrorCode = boost::system::error_code;

    Connection(Core& core, Loop& loop, Socket socket, std::string socket_peer, std::string counted_as);

    void start();
    bool is_late(Clock::time_point now) const { return now >= deadline_; }
    void expire(Clock::time_point now);
    /// The server is stopping: idle connections close, busy ones after their answer.
    void drain();
    void close();

  private:
    enum class Phase { idle, head, body, working, writing, events, lingering, closed };
    enum class Written { all, blocked, broken };

    // connection.cpp
    void enter(Phase phase, std::chrono::milliseconds time);
    void next_request();
    void finish_request();
    void linger();
    void read_lingering();
    void abandon_sink();
    void log_access() const;

    // connection_read.cpp
    void read_more(std::size_t size);
    void on_read(const ErrorCode& error, std::size_t size);
    void read_head();
    void on_head();
    void begin_body();
    void read_body();
    bool take_piece(std::string_view piece);
    void write_piece_on_worker();
    void authorize_on_worker();
    std::optional<Response> write_piece(std::span<const std::byte> piece);
    void on_piece_written(std::optional<Response> refusal);
    void receive_rest_on_worker();
    void wait_until_readable();
    void resume_body();
    bool skips_parser() const;
    void hand_to_disk(void (Connection::*member)());
    void on_body_end();
    bool is_body_complete() const { return parser_ && (parser_->is_done() || is_rest_received()); }
    bool is_rest_received() const {
        return request_.content_length && body_bytes_ == *request_.content_length;
    }

    // connection_answer.cpp
    void execute();
    void execute_on_worker();
    void refuse(std::string_view code);
    void respond(Response response);
    void prepare(Response response);
    Written write_text();
    void continue_answer(Written written);
    void wait_until_writable();

    // connection_stream.cpp
    void send_rest();
    void send_file_on_worker();
    void read_stream_on_worker();
    void start_events();
    void send_events();
    void write_events();
    void watch_for_close();

    /// Runs `member` on a thread of the pool, which owns this connection until it posts back.
    bool hand_over(WorkerPool& pool, void (Connection::*member)());
    /// Back on the loop, unless the connection was closed in the meantime.
    template <class Action>
    void take_back(std::shared_ptr<Connection> self, Action action);

    Core& core_;
    Loop& loop_;
    Socket socket_;
    Socket::executor_type socket_executor_;
    std::string socket_peer_;
    std::string counted_as_;
    boost::beast::flat_buffer buffer_;
    std::optional<RequestParser> parser_;
    Request request_;
    Outgoing out_;

    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = Clock::time_point::max();
    Clock::time_point head_done_at_;
    Clock::time_point handed_over_at_;
    Clock::time_point window_ends_;
    std::size_t window_bytes_ = 0;
    std::size_t consumed_ = 0;
    std::uint64_t body_bytes_ = 0;
    std::uint64_t sent_bytes_ = 0;
    std::size_t written_ = 0;
    bool must_close_ = false;
    bool is_authorized_ = false;
    bool is_counted_ = false;
    bool is_reading_ = false;
    std::shared_ptr<SseChannel> events_;
};

template <class Action>
void Connection::take_back(std::shared_ptr<Connection> self, Action action) {
    auto& executor = socket_executor_;
    boost::asio::post(executor, [self = std::move(self), action = std::move(action)]() mutable {
        if (self->phase_ == Phase::closed) return self->abandon_sink();
        action(*self);
    });
}

}  // namespace medal::http
