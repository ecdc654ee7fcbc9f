// The part of a connection that reads: heads, and bodies of any size with back-pressure.
#include "base/encoding.h"
#include "http/connection.h"
#include "http/problem.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <vector>

namespace medal::http {
namespace {

constexpr std::size_t kHeadRead_bytes = 4096;
/// A chunk's own head line and the trailers; more is an attack.
constexpr std::size_t kMaxChunkHead_bytes = 8192;

std::string_view view_of(const boost::beast::flat_buffer& buffer) {
    return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

/// A disk thread gives the connection back after so much, so that many uploads share few threads.
constexpr std::uint64_t kReceiveTurn_bytes = std::uint64_t{4} << 20U;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

void Connection::read_more(std::size_t size) {
    is_reading_ = true;
    socket_.async_read_some(buffer_.prepare(size),
                            [self = shared_from_this()](const ErrorCode& error, std::size_t got) {
                                self->is_reading_ = false;
                                self->on_read(error, got);
                            });
}

void Connection::on_read(const ErrorCode& error, std::size_t size) {
    if (phase_ == Phase::closed) return;
    if (phase_ == Phase::lingering) return error ? close() : read_lingering();
    const bool is_awaited = phase_ == Phase::idle || phase_ == Phase::head || phase_ == Phase::body;
    if (!is_awaited) return;  // a timeout was answered meanwhile
    if (error) return close();
    buffer_.commit(size);
    if (phase_ == Phase::body) {
        window_bytes_ += size;
        return read_body();
    }
    if (phase_ == Phase::idle) enter(Phase::head, core_.options.timeouts.head);
    read_head();
}

void Connection::read_head() {
    if (phase_ != Phase::head) return;
    const auto step = parser_->advance(view_of(buffer_));
    buffer_.consume(step.consumed);
    if (!step.failure.empty()) return refuse(step.failure);
    if (parser_->is_header_done()) return on_head();
    if (buffer_.size() > core_.options.limits.max_head_bytes) return refuse("http.header_too_large");
    read_more(kHeadRead_bytes);
}

void Connection::on_head() {
    head_done_at_ = Clock::now();
    core_.metrics.request_started();
    is_counted_ = true;
    request_.request_id = core_.request_ids.next();
    request_.peer = core_.proxies.client_of(request_, socket_peer_);
    request_.deadline = head_done_at_ + core_.options.timeouts.request;
    if (auto refusal = core_.pipeline.admit(request_)) {
        must_close_ = !is_body_complete();
        return respond(std::move(*refusal));
    }
    if (is_body_complete() && !request_.route->open_sink) return execute();
    const auto expect = request_.header("expect");
    if (expect && !equal_without_case(*expect, "100-continue")) return refuse("http.expectation_failed");
    const bool is_small = request_.content_length && *request_.content_length <= kEagerBody_bytes;
    if (is_small && !request_.route->open_sink) return begin_body();
    if (!hand_over(core_.workers, &Connection::authorize_on_worker)) refuse("http.overloaded");
}

void Connection::authorize_on_worker() {
    auto refusal = core_.pipeline.authorize(request_);
    if (!refusal) refusal = core_.pipeline.open_sink(request_);
    take_back(shared_from_this(), [refusal = std::move(refusal)](Connection& self) mutable {
        self.is_authorized_ = true;
        if (!refusal) return self.begin_body();
        self.must_close_ = !self.is_body_complete();
        self.respond(std::move(*refusal));
    });
}

void Connection::begin_body() {
    if (is_body_complete()) return on_body_end();
    if (request_.content_length) {
        if (*request_.content_length <= kMaxBodyInMemory_bytes && !request_.sink) {
            request_.body.reserve(*request_.content_length);
        }
    }
    if (request_.header("expect") && buffer_.size() == 0) {
        // Nothing else is on its way out, so these bytes always fit the socket's buffer.
        ErrorCode error;
        socket_.write_some(boost::asio::buffer(kContinue), error);
        if (error) return close();
    }
    window_bytes_ = 0;
    enter(Phase::body, core_.options.timeouts.body_window);
    window_ends_ = deadline_;
    read_body();
}

void Connection::read_body() {
    while (!parser_->is_done()) {
        if (skips_parser()) return hand_to_disk(&Connection::receive_rest_on_worker);
        if (buffer_.size() == 0) return read_more(kBodyPiece_bytes);
        const auto step = parser_->advance(view_of(buffer_));
        if (!step.failure.empty()) return refuse(step.failure);
        consumed_ = step.consumed;
        if (!parser_->piece().empty() && !take_piece(parser_->piece())) return;
        buffer_.consume(step.consumed);
        if (!step.wants_more) continue;
        if (buffer_.size() > kMaxChunkHead_bytes) return refuse("http.malformed");
        return read_more(kBodyPiece_bytes);
    }
    on_body_end();
}

/// True when the piece is kept and reading can go on; otherwise somebody else goes on.
bool Connection::take_piece(std::string_view piece) {
    body_bytes_ += piece.size();
    if (body_bytes_ > request_.route->max_body_bytes) {
        refuse("http.body_too_large");
        return false;
    }
    const bool fits_memory = !request_.sink && !request_.body_file && body_bytes_ <= kMaxBodyInMemory_bytes;
    if (fits_memory) {
        request_.body.append(piece);
        return true;
    }
    hand_to_disk(&Connection::write_piece_on_worker);
    return false;
}

void Connection::write_piece_on_worker() {
    auto refusal = write_piece(base::bytes_of(parser_->piece()));
    take_back(shared_from_this(), [refusal = std::move(refusal)](Connection& self) mutable {
        self.buffer_.consume(self.consumed_);
        self.resume_body();
        self.on_piece_written(std::move(refusal));
    });
}

/// On a disk thread: to the route's own sink, or to the file that takes over from memory.
std::optional<Response> Connection::write_piece(std::span<const std::byte> piece) {
    try {
        if (request_.sink) {
            request_.sink->write(piece);
            return std::nullopt;
        }
        if (!request_.body_file) {
            request_.body_file = TempFile{core_.options.temp_folder};
            request_.body_file.write(base::bytes_of(request_.body));
            request_.body = std::string{};
        }
        request_.body_file.write(piece);
        return std::nullopt;
    } catch (const std::exception& failure) {
        return core_.pipeline.refuse(request_, failure);
    }
}

void Connection::on_piece_written(std::optional<Response> refusal) {
    if (refusal) {
        must_close_ = true;
        return respond(std::move(*refusal));
    }
    if (is_body_complete()) return on_body_end();
    read_body();
}

/// The time on the disk is not the client's: the window is longer by it.
void Connection::resume_body() {
    phase_ = Phase::body;
    window_ends_ += Clock::now() - handed_over_at_;
    deadline_ = window_ends_;
}

/// In a body of known length for the disk nothing is left to parse once the buffer is empty: its bytes go
/// from the socket to the disk on one thread, a turn at a time.
bool Connection::skips_parser() const {
    if (!request_.content_length || buffer_.size() > 0) return false;
    return request_.sink || *request_.content_length > kMaxBodyInMemory_bytes;
}

void Connection::hand_to_disk(void (Connection::*member)()) {
    handed_over_at_ = Clock::now();
    if (!hand_over(core_.disk, member)) refuse("http.overloaded");
}

void Connection::receive_rest_on_worker() {
    thread_local std::vector<std::byte> room(kBodyPiece_bytes);
    std::optional<Response> refusal;
    bool is_waiting = false;
    bool is_broken = false;
    for (std::uint64_t turn = 0; turn < kReceiveTurn_bytes && !is_rest_received() && !refusal;) {
        const auto wanted = std::min<std::uint64_t>(room.size(), *request_.content_length - body_bytes_);
        const auto got = ::recv(socket_.native_handle(), room.data(), static_cast<std::size_t>(wanted), 0);
        if (got < 0 && errno == EINTR) continue;
        is_waiting = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        is_broken = got <= 0 && !is_waiting;
        if (got <= 0) break;
        const auto size = static_cast<std::size_t>(got);
        refusal = write_piece(std::span{room}.first(size));
        body_bytes_ += size;
        window_bytes_ += size;
        turn += size;
    }
    take_back(shared_from_this(),
              [is_waiting, is_broken, refusal = std::move(refusal)](Connection& self) mutable {
                  self.resume_body();
                  if (is_broken) return self.close();
                  if (is_waiting) return self.wait_until_readable();
                  self.on_piece_written(std::move(refusal));
              });
}

void Connection::wait_until_readable() {
    socket_.async_wait(Socket::wait_read, [self = shared_from_this()](const ErrorCode& error) {
        if (self->phase_ != Phase::body) return;
        if (error) return self->close();
        self->hand_to_disk(&Connection::receive_rest_on_worker);
    });
}

void Connection::on_body_end() {
    execute();
}

}  // namespace medal::http
