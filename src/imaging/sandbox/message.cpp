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

Transfer send_bytes(int socket, std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        const auto sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
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
        const auto got = recv(socket, into, size, MSG_DONTWAIT);
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
    const auto begun = send_bytes(socket, head, deadline);
    return begun == Transfer::done ? send_bytes(socket, message, deadline) : begun;
}

Transfer receive_message(int socket, std::string& message, std::uint64_t most_bytes, Deadline deadline) {
    std::array<char, sizeof(Length)> head{};
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
