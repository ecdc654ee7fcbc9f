// The part of a connection that sends what is not text: files, streams, server-sent events.
#include "base/log.h"
#include "http/connection.h"

#include <cerrno>
#include <sys/sendfile.h>

namespace medal::http {
namespace {

/// A disk thread gives the connection back after so much, so that many downloads share few threads.
constexpr std::uint64_t kFileTurn_bytes = std::uint64_t{4} << 20U;
constexpr std::size_t kStreamPiece_bytes = 128 * 1024;

std::string in_chunk(std::string_view piece) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string size;
    for (std::size_t rest = piece.size(); rest > 0; rest >>= 4U)
        size.insert(size.begin(), kDigits[rest & 15U]);
    if (size.empty()) return "0\r\n\r\n";
    return size + "\r\n" + std::string{piece} + "\r\n";
}

}  // namespace

void Connection::send_rest() {
    if (out_.events) return start_events();
    const auto member = out_.stream ? &Connection::read_stream_on_worker : &Connection::send_file_on_worker;
    if (!hand_over(core_.disk, member)) close();
}

// sendfile(2) may read from a slow disk, so never on the loop.
void Connection::send_file_on_worker() {
    auto written = Written::all;
    for (std::uint64_t turn = 0; out_.file_left > 0 && turn < kFileTurn_bytes;) {
        auto at = static_cast<off_t>(out_.file_at);
        const auto count = static_cast<std::size_t>(std::min(out_.file_left, kFileTurn_bytes - turn));
        const auto sent = ::sendfile(socket_.native_handle(), out_.file.descriptor(), &at, count);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            written = Written::blocked;
            break;
        }
        if (sent <= 0) {  // 0: the file became shorter under us; the promised length cannot be kept
            written = Written::broken;
            break;
        }
        const auto bytes = static_cast<std::uint64_t>(sent);
        out_.file_at += bytes;
        out_.file_left -= bytes;
        turn += bytes;
    }
    take_back(shared_from_this(), [written](Connection& self) { self.continue_answer(written); });
}

void Connection::read_stream_on_worker() {
    auto written = Written::broken;
    try {
        std::string piece(kStreamPiece_bytes, '\0');
        const auto size = out_.stream->read(std::as_writable_bytes(std::span{piece}));
        piece.resize(size);
        sent_bytes_ += size;
        const bool is_short = size == 0 && out_.stream->size && sent_bytes_ != *out_.stream->size;
        const bool is_long = out_.stream->size && sent_bytes_ > *out_.stream->size;
        if (!is_short && !is_long) {
            out_.head = out_.is_chunked ? in_chunk(piece) : std::move(piece);
            if (size == 0) out_.stream.reset();
            written_ = 0;
            written = write_text();
        }
    } catch (const std::exception& failure) {
        // The status is out already: ending the connection is how the client learns of it.
        static_cast<void>(core_.pipeline.refuse(request_, failure));
    }
    take_back(shared_from_this(), [written](Connection& self) { self.continue_answer(written); });
}

void Connection::start_events() {
    if (core_.event_streams.fetch_add(1) >= core_.options.limits.max_event_streams || core_.is_draining) {
        core_.event_streams.fetch_sub(1);
        return close();
    }
    std::weak_ptr<Connection> weak = weak_from_this();
    auto executor = socket_executor_;
    events_ = std::make_shared<SseChannel>([weak, executor] {
        boost::asio::post(executor, [weak] {
            if (const auto self = weak.lock()) self->send_events();
        });
    });
    auto open = std::move(out_.events->open);
    out_.events.reset();
    enter(Phase::events, core_.options.timeouts.event_heartbeat);
    watch_for_close();
    try {
        open(events_);
    } catch (const std::exception& failure) {
        static_cast<void>(core_.pipeline.refuse(request_, failure));
        close();
    }
}

/// A client of an event stream sends nothing; its end shows as the end of the bytes.
void Connection::watch_for_close() {
    buffer_.clear();
    is_reading_ = true;
    socket_.async_read_some(buffer_.prepare(1024),
                            [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                                self->is_reading_ = false;
                                if (self->phase_ == Phase::closed) return;
                                if (error) return self->close();
                                self->watch_for_close();
                            });
}

void Connection::send_events() {
    if (phase_ != Phase::events) return;  // being written: what was queued goes out afterwards
    auto taken = events_->take();
    if (taken.text.empty()) {
        if (taken.is_last) close();
        return;
    }
    sent_bytes_ += taken.text.size();
    out_.head = std::move(taken.text);
    written_ = 0;
    write_events();
}

void Connection::write_events() {
    const auto written = write_text();
    if (written == Written::broken) return close();
    if (written == Written::all) {
        enter(Phase::events, core_.options.timeouts.event_heartbeat);
        return send_events();
    }
    enter(Phase::writing, core_.options.timeouts.write_window);
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
        if (self->phase_ != Phase::writing) return;
        if (error) return self->close();
        self->write_events();
    });
}

}  // namespace medal::http
