#include "imaging/sandbox/message.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace medal::imaging::sandbox {
namespace {

using Length = std::uint64_t;

/// Waits until the socket can be read or written; false when the deadline has passed.
bool wait_for(int socket, short what, Deadline deadline) {
    while (true) {
        const auto left = deadline - std::chrono::steady_clock::now();
        const auto left_ms = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
        if (left_ms < 0) return false;
        pollfd wait{socket, what, 0};
        const int ready = poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left_ms + 1, 1'000'000)));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return true;  // the call that follows says what is wrong
    }
}

/// Where there is no deadline, the call itself waits, which saves asking first.
int flags_for(Deadline deadline) {
    return deadline == Deadline::max() ? 0 : MSG_DONTWAIT;
}

/// Length and text in one call, so that the other side wakes up once.
Transfer send_parts(int socket, std::array<std::string_view, 2> parts, Deadline deadline) {
    while (!parts[0].empty() || !parts[1].empty()) {
        std::array<iovec, 2> pieces{};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            pieces[i] = {const_cast<char*>(parts[i].data()), parts[i].size()};
        }
        msghdr head{};
        head.msg_iov = pieces.data();
        head.msg_iovlen = pieces.size();
        const auto sent = sendmsg(socket, &head, MSG_NOSIGNAL | flags_for(deadline));
        if (sent > 0) {
            const auto count = static_cast<std::size_t>(sent);
            const auto of_first = std::min(count, parts[0].size());
            parts[0].remove_prefix(of_first);
            parts[1].remove_prefix(count - of_first);
        } else if (errno == EAGAIN || errno == EINTR) {
            if (!wait_for(socket, POLLOUT, deadline)) return Transfer::late;
        } else {
            return Transfer::closed;
        }
    }
    return Transfer::done;
}

Transfer receive_bytes(int socket, char* into, std::size_t size, Deadline deadline) {
    while (size > 0) {
        const auto got = recv(socket, into, size, flags_for(deadline));
        if (got > 0) {
            into += got;
            size -= static_cast<std::size_t>(got);
        } else if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(socket, POLLIN, deadline)) return Transfer::late;
        } else {
            return Transfer::closed;
        }
    }
    return Transfer::done;
}

void add_length(std::string& out, Length length) {
    std::array<char, sizeof length> bytes{};
    std::memcpy(bytes.data(), &length, sizeof length);
    out.append(bytes.data(), bytes.size());
}

bool take_length(std::string_view& text, Length& length) {
    if (text.size() < sizeof length) return false;
    std::memcpy(&length, text.data(), sizeof length);
    text.remove_prefix(sizeof length);
    return true;
}

}  // namespace

Transfer send_message(int socket, std::string_view message, Deadline deadline) {
    std::string head;
    add_length(head, message.size());
    return send_parts(socket, {head, message}, deadline);
}

Transfer receive_message(int socket, std::string& message, std::uint64_t most_bytes, Deadline deadline) {
    std::array<char, sizeof(Length)> head{};
    // An answer is seldom there already.
    if (deadline != Deadline::max() && !wait_for(socket, POLLIN, deadline)) return Transfer::late;
    const auto begun = receive_bytes(socket, head.data(), head.size(), deadline);
    if (begun != Transfer::done) return begun;
    Length length = 0;
    std::memcpy(&length, head.data(), head.size());
    if (length > most_bytes) return Transfer::too_long;
    message.resize(length);
    return receive_bytes(socket, message.data(), message.size(), deadline);
}

std::string packed(const std::vector<std::string>& fields) {
    std::string out;
    std::size_t size = 0;
    for (const auto& field : fields) size += sizeof(Length) + field.size();
    out.reserve(size);
    for (const auto& field : fields) {
        add_length(out, field.size());
        out += field;
    }
    return out;
}

std::vector<std::string> unpacked(std::string_view text) {
    std::vector<std::string> fields;
    while (!text.empty()) {
        Length length = 0;
        if (!take_length(text, length) || length > text.size()) return {};
        fields.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return fields;
}

}  // namespace medal::imaging::sandbox
