#include "http/sse.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace medal::http {
namespace {

std::string without_line_breaks(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char letter) { return letter == '\n' || letter == '\r' || letter == '\0'; }, ' ');
    return text;
}

}  // namespace

std::string to_text(const SseEvent& event) {
    std::string text;
    if (!event.name.empty()) text += "event: " + without_line_breaks(event.name) + "\n";
    if (!event.id.empty()) text += "id: " + without_line_breaks(event.id) + "\n";
    for (auto line : base::split(event.data, '\n')) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        text += "data: " + without_line_breaks(std::move(line)) + "\n";
    }
    return text + "\n";
}

bool SseChannel::send(const SseEvent& event) {
    return push(to_text(event));
}

bool SseChannel::send_comment() {
    return push(":\n\n");
}

bool SseChannel::push(std::string_view text) {
    {
        const std::lock_guard lock{mutex_};
        if (!is_open_) return false;
        if (queued_.size() + text.size() <= kMaxQueued_bytes) {
            queued_ += text;
        } else {
            is_open_ = false;
        }
    }
    wake_();
    return is_open();
}

void SseChannel::close() {
    {
        const std::lock_guard lock{mutex_};
        if (!is_open_) return;
        is_open_ = false;
    }
    wake_();
}

bool SseChannel::is_open() const {
    const std::lock_guard lock{mutex_};
    return is_open_;
}

void SseChannel::on_close(std::function<void()> listener) {
    {
        const std::lock_guard lock{mutex_};
        if (is_open_) {
            listener_ = std::move(listener);
            return;
        }
    }
    listener();
}

SseChannel::Taken SseChannel::take() {
    const std::lock_guard lock{mutex_};
    return {std::exchange(queued_, {}), !is_open_};
}

void SseChannel::client_left() {
    std::function<void()> listener;
    {
        const std::lock_guard lock{mutex_};
        is_open_ = false;
        listener = std::exchange(listener_, nullptr);
    }
    if (listener) listener();
}

}  // namespace medal::http
