#include "http/sse.h"

#include "http/testing.h"

#include <future>

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;

constexpr std::string_view kListen = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";

/// A server with one stream, and the channel of the client that comes first.
class Events : public ::testing::Test {
  protected:
    std::shared_ptr<SseChannel> channel() { return opened_.get_future().get(); }
    Route route() {
        return get_route("/events", [this](Request&) {
            Response response;
            response.body =
                SseSource{[this](const std::shared_ptr<SseChannel>& channel) { opened_.set_value(channel); }};
            return response;
        });
    }
    std::promise<std::shared_ptr<SseChannel>> opened_;
};

TEST_F(Events, reach_the_client_as_they_are_sent) {
    RunningServer server{{route()}};
    RawClient client{server.port()};
    client.send(kListen);
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(head.find("Cache-Control: no-store"), std::string::npos);
    const auto events = channel();
    EXPECT_TRUE(events->send({"progress", "{\"done\":1}", "7"}));
    EXPECT_EQ(client.read_until("\n\n"), "event: progress\nid: 7\ndata: {\"done\":1}\n\n");
    EXPECT_TRUE(events->send({"", "two\nlines", ""}));
    EXPECT_EQ(client.read_until("\n\n"), "data: two\ndata: lines\n\n");
    events->close();
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_FALSE(events->send({"late", "", ""}));
}

TEST_F(Events, stop_when_the_client_leaves) {
    RunningServer server{{route()}};
    auto client = std::make_unique<RawClient>(server.port());
    client->send(kListen);
    client->read_until("\r\n\r\n");
    const auto events = channel();
    std::promise<void> left;
    events->on_close([&] { left.set_value(); });
    client.reset();
    EXPECT_EQ(left.get_future().wait_for(10s), std::future_status::ready);
    EXPECT_FALSE(events->is_open());
}

TEST_F(Events, cut_off_a_client_that_does_not_read) {
    RunningServer server{{route()}};
    RawClient client{server.port()};
    client.send(kListen);
    client.read_until("\r\n\r\n");
    const auto events = channel();
    const std::string large(100'000, 'x');
    int sent = 0;
    while (sent < 1000 && events->send({"", large, ""})) ++sent;
    EXPECT_LT(sent, 1000);
}

TEST_F(Events, are_kept_alive_by_comments) {
    auto options = quick_options();
    options.timeouts.event_heartbeat = 100ms;
    RunningServer server{{route()}, options};
    RawClient client{server.port()};
    client.send(kListen);
    client.read_until("\r\n\r\n");
    const auto events = channel();
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
    EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST_F(Events, end_when_the_server_stops) {
    RunningServer server{{route()}};
    RawClient client{server.port()};
    client.send(kListen);
    client.read_until("\r\n\r\n");
    const auto events = channel();
    server.server().stop(10s);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_FALSE(events->is_open());
}

TEST(SseEvent, cannot_be_broken_by_line_breaks_in_its_fields) {
    EXPECT_EQ(to_text({"a\nb", "x\r\ny", "1\r2"}), "event: a b\nid: 1 2\ndata: x\ndata: y\n\n");
}

}  // namespace
}  // namespace medal::http
