// Bodies of requests: small and large, announced and chunked, slow and refused; through the real server.
#include "http/body.h"

#include "http/testing.h"

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;

TEST(Body, keeps_small_bodies_in_memory_and_large_ones_in_a_file) {
    RunningServer server{{echo_route(std::uint64_t{1} << 30U)}};
    EXPECT_EQ(ask(server.port(), post("/echo", "abc")).body, "abc");
    const std::string large(3'000'000, 'x');
    EXPECT_EQ(ask(server.port(), post("/echo", large)).body, "file of 3000000");
    const std::string middle(kMaxBodyInMemory_bytes, 'y');
    EXPECT_EQ(ask(server.port(), post("/echo", middle)).body, middle);
}

TEST(Body, reads_chunked_bodies) {
    RunningServer server{{echo_route()}};
    const auto reply = ask(server.port(),
                           "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\nabc\r\n4;note=1\r\ndefg\r\n0\r\nTrailer: 1\r\n\r\n");
    EXPECT_EQ(reply.body, "abcdefg");
}

TEST(Body, reads_a_chunked_body_that_comes_byte_by_byte) {
    RunningServer server{{echo_route()}};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char byte : std::string_view{"3\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: 1\r\n\r\n"}) {
        client.send(std::string(1, byte));
    }
    EXPECT_EQ(client.read_reply().body, "abcd");
}

TEST(Body, refuses_a_chunked_body_that_grows_too_large) {
    RunningServer server{{echo_route(1000)}};
    std::string request = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int chunk = 0; chunk < 20; ++chunk) request += "64\r\n" + std::string(100, 'a') + "\r\n";
    EXPECT_EQ(ask(server.port(), request).status, 413);
}

TEST(Body, refuses_two_announced_gigabytes_without_reading_them) {
    RunningServer server{{echo_route()}};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2147483648\r\n\r\n");
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Body, invites_the_body_of_a_client_that_waits_for_it) {
    RunningServer server{{echo_route()}};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 100);
    client.send("abc");
    EXPECT_EQ(client.read_reply().body, "abc");
    EXPECT_EQ(ask(server.port(), post("/echo", "abc", "Expect: a miracle\r\n")).status, 417);
}

TEST(Body, asks_a_stranger_with_a_large_body_to_sign_in_before_reading_it) {
    auto route = echo_route(std::uint64_t{1} << 30U);
    route.caller = CallerClass::signed_in;
    RunningServer server{{route}};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n");
    EXPECT_EQ(client.read_reply().status, 401);
}

TEST(Body, ends_a_body_that_drips) {
    auto options = quick_options();
    options.timeouts.body_window = 200ms;
    RunningServer server{{echo_route()}, options};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
    EXPECT_EQ(client.read_reply().status, 408);
}

TEST(Body, ends_a_large_body_that_drips) {
    auto options = quick_options();
    options.timeouts.body_window = 200ms;
    RunningServer server{{echo_route(std::uint64_t{1} << 30U)}, options};
    RawClient client{server.port()};
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n" +
                std::string(1'200'000, 'a'));
    while (!client.has_bytes_within(10ms)) client.send("a");
    EXPECT_EQ(client.read_reply().status, 408);
}

TEST(Body, reads_the_next_request_behind_a_large_body) {
    RunningServer server{{echo_route(std::uint64_t{1} << 30U)}};
    RawClient client{server.port()};
    const std::string large(5'000'000, 'x');
    client.send(post("/echo", large) + post("/echo", "next") + post("/echo", large));
    EXPECT_EQ(client.read_reply().body, "file of 5000000");
    EXPECT_EQ(client.read_reply().body, "next");
    EXPECT_EQ(client.read_reply().body, "file of 5000000");
}

}  // namespace
}  // namespace medal::http
