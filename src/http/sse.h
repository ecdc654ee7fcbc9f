// Server-sent events (HTML Living Standard, 9.2): one channel per listening client, written from any thread.
// A client that does not read is cut off when its queue is full; it reconnects with Last-Event-ID.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace medal::http {

struct SseEvent {
    std::string name;
    std::string data;
    std::string id;
};

class SseChannel {
  public:
    static constexpr std::size_t kMaxQueued_bytes = std::size_t{256} << 10U;

    /// `wake` tells the connection that there is something to send; called without the lock held.
    explicit SseChannel(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// False when the client is gone or too slow; stop sending then.
    bool send(const SseEvent& event);
    /// Ends the stream after what is queued.
    void close();
    bool is_open() const;

    /// Called once, when the client is gone or the channel was closed; at once if that was before.
    void on_close(std::function<void()> listener);

    /// For the connection: takes what is queued, or says that the client is gone.
    struct Taken {
        std::string text;
        bool is_last = false;
    };
    Taken take();
    bool send_comment();
    void client_left();

  private:
    bool push(std::string_view text);

    mutable std::mutex mutex_;
    std::function<void()> wake_;
    std::function<void()> listener_;
    std::string queued_;
    bool is_open_ = true;
};

/// "event: …\nid: …\ndata: …\n\n"; a line break in the data makes a second data line.
std::string to_text(const SseEvent& event);

}  // namespace medal::http
