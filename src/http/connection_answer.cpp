// The part of a connection that has a request answered and writes what is text.
#include "base/error.h"
#include "http/connection.h"
#include "http/problem.h"

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace medal::http {

void Connection::execute() {
    // The time that the body took is the client's, not the handler's.
    request_.deadline = Clock::now() + core_.options.timeouts.request;
    if (request_.route->runs_on == RunsOn::worker) {
        if (!hand_over(core_.workers, &Connection::execute_on_worker)) refuse("http.overloaded");
        return;
    }
    phase_ = Phase::working;
    auto refusal = is_authorized_ ? std::nullopt : core_.pipeline.authorize(request_);
    respond(refusal ? std::move(*refusal) : core_.pipeline.answer(request_));
}

void Connection::execute_on_worker() {
    auto refusal = is_authorized_ ? std::nullopt : core_.pipeline.authorize(request_);
    prepare(refusal ? std::move(*refusal) : core_.pipeline.answer(request_));
    // Written from here: the client need not wait until the loop is awake.
    const auto written = write_text();
    take_back(shared_from_this(), [written](Connection& self) { self.continue_answer(written); });
}

/// An answer of the server itself; what is left of the request is not read.
void Connection::refuse(std::string_view code) {
    must_close_ = true;
    if (request_.request_id.empty()) request_.request_id = core_.request_ids.next();
    if (request_.peer.empty()) request_.peer = socket_peer_;
    if (!is_counted_) {
        head_done_at_ = Clock::now();
        core_.metrics.request_started();
        is_counted_ = true;
    }
    respond(core_.pipeline.refuse(request_, protocol_error(code)));
}

void Connection::respond(Response response) {
    prepare(std::move(response));
    abandon_sink();
    continue_answer(write_text());
}

void Connection::prepare(Response response) {
    const bool keeps_alive =
        !must_close_ && is_body_complete() && parser_->keep_alive() && !core_.is_draining;
    const auto keep_alive = keeps_alive ? KeepAlive::yes : KeepAlive::no;
    try {
        out_ = render(request_, std::move(response), core_.security, keep_alive);
    } catch (const std::exception& failure) {
        out_ = render(request_, core_.pipeline.refuse(request_, failure), core_.security, keep_alive);
    }
}

/// Sends head and text as far as the socket takes them.
Connection::Written Connection::write_text() {
    const std::size_t total = out_.head.size() + out_.body.size();
    const bool has_rest = out_.file_left > 0 || out_.stream || out_.events;
    while (written_ < total) {
        std::array<iovec, 2> parts{};
        const std::size_t in_head = std::min(written_, out_.head.size());
        const std::size_t in_body = written_ - in_head;
        parts[0] = {out_.head.data() + in_head, out_.head.size() - in_head};
        // sendmsg(2) does not write through the pointer; its type is older than const.
        parts[1] = {const_cast<char*>(out_.body.data()) + in_body, out_.body.size() - in_body};
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = out_.body.empty() ? 1 : 2;
        const int flags = MSG_NOSIGNAL | (has_rest && out_.file_left > 0 ? MSG_MORE : 0);
        const auto sent = ::sendmsg(socket_.native_handle(), &message, flags);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Written::blocked : Written::broken;
        written_ += static_cast<std::size_t>(sent);
    }
    return Written::all;
}

void Connection::continue_answer(Written written) {
    if (written == Written::broken) return close();
    if (written == Written::blocked) return wait_until_writable();
    if (out_.file_left > 0 || out_.stream || out_.events) return send_rest();
    finish_request();
}

void Connection::wait_until_writable() {
    enter(Phase::writing, core_.options.timeouts.write_window);
    socket_.async_wait(Socket::wait_write, [self = shared_from_this()](const ErrorCode& error) {
        if (self->phase_ != Phase::writing) return;
        if (error) return self->close();
        if (self->written_ < self->out_.head.size() + self->out_.body.size()) {
            return self->continue_answer(self->write_text());
        }
        self->send_rest();
    });
}

}  // namespace medal::http
