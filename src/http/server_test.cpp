#include "http/server.h"

#include "base/error.h"
#include "http/testing.h"

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::Test;

Response hello(Request&) {
    return json_response(200, "{\"hello\":1}");
}

TEST(Server, answers_a_request_with_security_headers_and_an_id) {
    RunningServer server{{get_route("/hello", hello)}};
    const auto reply = get(server.port(), "/hello");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "{\"hello\":1}");
    EXPECT_EQ(reply.header("content-type"), "application/json");
    EXPECT_EQ(reply.header("x-request-id").size(), 24U);
    EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(reply.header("strict-transport-security"), "");
}

TEST(Server, keeps_the_connection_for_further_requests) {
    RunningServer server{{get_route("/hello", hello)}};
    RawClient client{server.port()};
    for (int round = 0; round < 3; ++round) {
        client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(client.read_reply().status, 200);
    }
}

TEST(Server, closes_when_asked_to_or_when_the_client_speaks_http_1_0) {
    RunningServer server{{get_route("/hello", hello)}};
    for (const auto* request : {"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                "GET /hello HTTP/1.0\r\nHost: x\r\n\r\n"}) {
        RawClient client{server.port()};
        client.send(request);
        EXPECT_EQ(client.read_reply().header("connection"), "close");
        EXPECT_TRUE(client.is_closed_by_server());
    }
}

TEST(Server, answers_pipelined_requests_in_order_on_both_kinds_of_thread) {
    auto on_loop =
        get_route("/loop/{n}", [](Request& request) { return text_response(200, request.param("n")); });
    on_loop.runs_on = RunsOn::io_thread;
    auto on_worker =
        get_route("/worker/{n}", [](Request& request) { return text_response(200, request.param("n")); });
    RunningServer server{{on_loop, on_worker, echo_route()}};
    RawClient client{server.port()};
    std::string requests;
    for (int n = 0; n < 300; ++n) {
        const auto number = std::to_string(n);
        if (n % 3 == 0) requests += "GET /loop/" + number + " HTTP/1.1\r\nHost: x\r\n\r\n";
        if (n % 3 == 1) requests += "GET /worker/" + number + " HTTP/1.1\r\nHost: x\r\n\r\n";
        if (n % 3 == 2) requests += post("/echo", number);
    }
    client.send(requests);
    for (int n = 0; n < 300; ++n) EXPECT_EQ(client.read_reply().body, std::to_string(n));
}

TEST(Server, tells_unknown_addresses_from_unknown_methods) {
    RunningServer server{{get_route("/hello", hello), echo_route()}};
    EXPECT_EQ(get(server.port(), "/nowhere").status, 404);
    EXPECT_EQ(get(server.port(), "/hello/").status, 404);
    const auto reply = ask(server.port(), "DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.header("allow"), "GET, HEAD");
    EXPECT_EQ(reply.header("content-type"), "application/problem+json");
    EXPECT_EQ(ask(server.port(), "OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n").header("allow"), "POST");
}

TEST(Server, answers_head_with_the_head_of_get) {
    RunningServer server{{get_route("/hello", hello)}};
    RawClient client{server.port()};
    client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto reply = client.read_reply(false);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("content-length"), "11");
    EXPECT_EQ(client.read_reply().body.size(), 11U);
}

TEST(Server, turns_errors_into_problem_documents) {
    RunningServer server{{get_route("/broken", [](Request&) -> Response {
        throw base::Error{base::ErrorKind::invalid,
                          "problem.title_too_long",
                          "The title is too long.",
                          {.field = "/title", .hint = "Shorten it.", .detail = "private"}};
    })}};
    const auto reply = get(server.port(), "/broken");
    EXPECT_EQ(reply.status, 422);
    EXPECT_NE(reply.body.find("\"field\":\"/title\""), std::string::npos);
    EXPECT_NE(reply.body.find("\"code\":\"problem.title_too_long\""), std::string::npos);
    EXPECT_NE(reply.body.find("\"request_id\":\"" + reply.header("x-request-id")), std::string::npos);
    EXPECT_EQ(reply.body.find("private"), std::string::npos);
}

TEST(Server, hides_what_went_wrong_inside) {
    RunningServer server{
        {get_route("/broken", [](Request&) -> Response { throw std::runtime_error{"secret"}; })}};
    const auto reply = get(server.port(), "/broken");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
}

struct Malformed {
    const char* request;
    int status;
};

class MalformedRequest : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedRequest, is_refused_and_the_server_lives) {
    RunningServer server{{get_route("/hello", hello), echo_route()}};
    EXPECT_EQ(ask(server.port(), GetParam().request).status, GetParam().status);
    EXPECT_EQ(get(server.port(), "/hello").status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, MalformedRequest,
    ::testing::Values(
        Malformed{"\r\n\r\n", 400}, Malformed{"GET\r\n\r\n", 400},
        Malformed{"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400},
        Malformed{"GET hello HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Malformed{"GET /hello HTTP/1.1\r\n\r\n", 400},
        Malformed{"GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
        Malformed{"GET /%zz?a=%z HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Malformed{"GET /hello HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n", 400},
        Malformed{"GET /hello HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n", 400},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\tchunked\r\n\r\n0\r\n\r\n", 400},
        Malformed{"GET /hello?a=%FF HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        Malformed{"BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 4\r\n\r\nabc", 400},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                  400},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
        Malformed{"POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Malformed{"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400}));

TEST(Server, refuses_a_huge_header_and_too_many_fields) {
    RunningServer server{{get_route("/hello", hello)}};
    EXPECT_EQ(get(server.port(), "/hello", "X: " + std::string(40'000, 'a') + "\r\n").status, 431);
    std::string fields;
    for (int field = 0; field < 150; ++field) fields += "X: 1\r\n";
    EXPECT_EQ(get(server.port(), "/hello", fields).status, 431);
    EXPECT_EQ(get(server.port(), "/" + std::string(9000, 'a')).status, 414);
}

TEST(Server, ends_a_head_that_drips) {
    auto options = quick_options();
    options.timeouts.head = 200ms;
    RunningServer server{{get_route("/hello", hello)}, options};
    RawClient client{server.port()};
    client.send("GET /hello HTTP/1.1\r\nHo");
    EXPECT_EQ(client.read_reply().status, 408);
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, closes_idle_connections) {
    auto options = quick_options();
    options.timeouts.idle = 200ms;
    RunningServer server{{get_route("/hello", hello)}, options};
    RawClient client{server.port()};
    EXPECT_TRUE(client.is_closed_by_server());
}

TEST(Server, accepts_only_so_many_connections_of_one_client) {
    auto options = quick_options();
    options.limits.max_connections_per_peer = 2;
    RunningServer server{{get_route("/hello", hello)}, options};
    RawClient first{server.port()};
    RawClient second{server.port()};
    RawClient third{server.port()};
    EXPECT_TRUE(third.is_closed_by_server());
    first.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(first.read_reply().status, 200);
}

/// A handler that waits until the test lets it go.
class Gate {
  public:
    Response wait(Request&) {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return is_open_; });
        return text_response(200, "done");
    }
    void wait_for_handlers(int count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_ >= count; });
    }
    void open() {
        const std::lock_guard lock{mutex_};
        is_open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool is_open_ = false;
};

TEST(Server, says_that_it_is_overloaded_when_the_queue_is_full) {
    Gate gate;
    auto options = quick_options();
    options.worker_threads = 1;
    options.limits.max_queued_requests = 1;
    RunningServer server{{get_route("/slow", [&](Request& request) { return gate.wait(request); })}, options};
    RawClient running{server.port()};
    running.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.wait_for_handlers(1);
    RawClient first{server.port()};
    RawClient second{server.port()};
    for (auto* client : {&first, &second}) client->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    // One of the two is queued, the other refused; which one is up to the threads.
    while (server.server().metrics_text().find("status=\"5xx\"} 1") == std::string::npos)
        std::this_thread::yield();
    gate.open();
    EXPECT_EQ(running.read_reply().status, 200);
    const auto reply = first.read_reply();
    const auto other = second.read_reply();
    EXPECT_EQ(reply.status + other.status, 503 + 200);
    EXPECT_EQ((reply.status == 503 ? reply : other).header("retry-after"), "1");
}

TEST(Server, finishes_the_running_request_before_it_stops) {
    Gate gate;
    RunningServer server{{get_route("/slow", [&](Request& request) { return gate.wait(request); })}};
    RawClient client{server.port()};
    RawClient idle{server.port()};
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    gate.wait_for_handlers(1);
    std::thread stopper{[&] { server.server().stop(10s); }};
    EXPECT_TRUE(idle.is_closed_by_server());  // the stop has begun
    EXPECT_TRUE(server.server().is_draining());
    gate.open();
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.body, "done");
    EXPECT_EQ(reply.header("connection"), "close");
    client.close();
    stopper.join();
    EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
}

TEST(Server, tells_when_its_address_is_taken) {
    RunningServer server{{get_route("/hello", hello)}};
    auto options = quick_options();
    options.port = server.port();
    EXPECT_THROW((RunningServer{{get_route("/hello", hello)}, options}), base::Error);
}

TEST(Server, waits_for_the_server_before_it_to_let_its_address_go) {
    auto before = std::make_unique<RunningServer>(std::vector<Route>{get_route("/hello", hello)});
    auto options = quick_options();
    options.port = before->port();
    const std::jthread ending{[&] { before.reset(); }};
    const RunningServer server{{get_route("/hello", hello)}, options};
    EXPECT_EQ(server.port(), options.port);
}

TEST(Server, streams_what_a_handler_makes) {
    const auto three_pieces = [](std::optional<std::uint64_t> size) {
        auto count = std::make_shared<int>(0);
        Response response;
        response.content_type = "text/plain";
        response.body = StreamBody{size, [count](std::span<std::byte> out) -> std::size_t {
                                       if ((*count)++ == 3) return 0;
                                       std::fill_n(out.begin(), 1000, std::byte{'a'});
                                       return 1000;
                                   }};
        return response;
    };
    RunningServer server{{get_route("/chunked", [&](Request&) { return three_pieces(std::nullopt); }),
                          get_route("/sized", [&](Request&) { return three_pieces(3000); })}};
    RawClient client{server.port()};
    client.send("GET /chunked HTTP/1.1\r\nHost: x\r\n\r\nGET /sized HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read_reply().body, std::string(3000, 'a'));
    const auto sized = client.read_reply();
    EXPECT_EQ(sized.header("content-length"), "3000");
    EXPECT_EQ(sized.body, std::string(3000, 'a'));
}

TEST(Server, refuses_to_send_a_header_that_holds_a_line_break) {
    RunningServer server{{get_route(
        "/split", [](Request&) { return text_response(200, "x").with("X-Name", "a\r\nSet-Cookie: b=c"); })}};
    const auto reply = get(server.port(), "/split");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.header("set-cookie"), "");
}

TEST(Server, counts_what_it_answers) {
    RunningServer server{{get_route("/hello", hello)}};
    get(server.port(), "/hello");
    server.server().stop(5s);
    const auto text = server.server().metrics_text();
    EXPECT_NE(text.find("medal_http_requests_total{method=\"GET\",route=\"test\",status=\"2xx\"} 1"),
              std::string::npos)
        << text;
}

}  // namespace
}  // namespace medal::http
