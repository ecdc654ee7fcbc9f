#include "net/client.h"

#include "base/error.h"
#include "net/address.h"
#include "net/smtp.h"
#include "support/temporary_folder.h"

#include <arpa/inet.h>
#include <atomic>
#include <fstream>
#include <functional>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::net {
namespace {

using namespace std::chrono_literals;

/// A server of scripted talk: the script is run for each connection, one after the other.
class ScriptedServer {
  public:
    using Script = std::function<void(int descriptor)>;

    explicit ScriptedServer(Script script) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0)
            throw std::runtime_error{"bind"};
        ::listen(listener_, 8);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this, script = std::move(script)] {
            for (int client = ::accept(listener_, nullptr, nullptr); client >= 0;
                 client = ::accept(listener_, nullptr, nullptr)) {
                script(client);
                ::close(client);
            }
        }};
    }
    ~ScriptedServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    int port() const { return port_; }
    std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

  private:
    int listener_;
    int port_ = 0;
    std::thread thread_;
};

void say(int descriptor, std::string_view text) {
    ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
}

/// Reads until `end` has come.
std::string hear(int descriptor, std::string_view end) {
    std::string heard;
    char letter = 0;
    while (heard.find(end) == std::string::npos && ::recv(descriptor, &letter, 1, 0) == 1) heard += letter;
    return heard;
}

std::string hear_bytes(int descriptor, std::size_t size) {
    std::string heard(size, '\0');
    ::recv(descriptor, heard.data(), size, MSG_WAITALL);
    return heard;
}

std::string answer(std::string_view status, std::string_view body, std::string_view lines = {}) {
    return "HTTP/1.1 " + std::string{status} + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\nConnection: close\r\n" + std::string{lines} + "\r\n" + std::string{body};
}

std::string code_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const base::Error& error) {
        return error.code();
    }
    return "none";
}

TEST(Client, sends_a_body_and_reads_status_headers_and_body) {
    std::string heard;
    ScriptedServer server{[&](int client) {
        heard = hear(client, "\r\n\r\n");
        heard += hear_bytes(client, 7);
        say(client, answer("404 Not Found", "nothing", "X-Kind: test\r\n"));
    }};
    Request request;
    request.method = "POST";
    request.url = server.url("/a");
    request.headers = {{"Content-Type", "text/plain"}};
    request.body = "payload";
    const auto response = Client{}.send(request);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, "nothing");
    EXPECT_EQ(response.header("x-kind"), "test");
    EXPECT_TRUE(heard.starts_with("POST /a HTTP/1.1\r\n")) << heard;
    EXPECT_TRUE(heard.ends_with("\r\n\r\npayload")) << heard;
}

TEST(Client, streams_a_part_of_a_file) {
    const testing::TemporaryFolder folder;
    const auto path = folder.write("upload", "0123456789");
    std::string heard;
    ScriptedServer server{[&](int client) {
        heard = hear(client, "\r\n\r\n");
        heard += hear_bytes(client, 4);
        say(client, answer("200 OK", ""));
    }};
    Request request;
    request.method = "PUT";
    request.url = server.url("/f");
    request.body = FileUpload{path, 3, 4};
    EXPECT_EQ(Client{}.send(request).status, 200);
    EXPECT_TRUE(heard.ends_with("\r\n\r\n3456")) << heard;
    EXPECT_NE(heard.find("Content-Length: 4\r\n"), std::string::npos) << heard;
}

TEST(Client, gives_the_bytes_to_the_sink_and_passes_on_its_error) {
    ScriptedServer server{[](int client) {
        hear(client, "\r\n\r\n");
        say(client, answer("200 OK", "streamed"));
    }};
    std::string got;
    Request request;
    request.url = server.url("/");
    request.on_body = [&](std::span<const std::byte> piece) {
        got.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    };
    EXPECT_EQ(Client{}.send(request).body, "");
    EXPECT_EQ(got, "streamed");
    request.on_body = [](std::span<const std::byte>) {
        throw base::Error{base::ErrorKind::unavailable, "storage.full", "Full."};
    };
    EXPECT_EQ(code_of([&] { Client{}.send(request); }), "storage.full");
}

TEST(Client, stops_at_the_size_limit) {
    ScriptedServer server{[](int client) {
        hear(client, "\r\n\r\n");
        say(client, answer("200 OK", std::string(5000, 'a')));
    }};
    Request request;
    request.url = server.url("/");
    request.max_response_bytes = 1000;
    EXPECT_EQ(code_of([&] { Client{}.send(request); }), "net.too_large");
}

TEST(Client, gives_up_when_the_answer_does_not_come) {
    ScriptedServer server{[](int client) { hear(client, "never"); }};
    Request request;
    request.url = server.url("/");
    request.total_timeout = 200ms;
    EXPECT_EQ(code_of([&] { Client{}.send(request); }), "net.timeout");
}

TEST(Client, follows_redirects_on_the_same_host_only) {
    std::atomic<int> asked = 0;
    std::string elsewhere = "http://localhost:1/";
    ScriptedServer server{[&](int client) {
        ++asked;
        const auto heard = hear(client, "\r\n\r\n");
        if (heard.starts_with("GET /one")) say(client, answer("302 Found", "", "Location: /two\r\n"));
        if (heard.starts_with("GET /two")) say(client, answer("200 OK", "two"));
        if (heard.starts_with("GET /away"))
            say(client, answer("302 Found", "", "Location: " + elsewhere + "\r\n"));
    }};
    Request request;
    request.url = server.url("/one");
    EXPECT_EQ(Client{}.send(request).body, "two");
    request.url = server.url("/away");
    EXPECT_EQ(Client{}.send(request).status, 302);
    request.url = server.url("/one");
    request.redirects = Redirects::none;
    EXPECT_EQ(Client{}.send(request).status, 302);
    EXPECT_EQ(asked, 4);
}

TEST(Client, does_not_reach_private_addresses_when_told_not_to) {
    std::atomic<int> asked = 0;
    ScriptedServer server{[&](int) { ++asked; }};
    ClientOptions options;
    options.reach = Reach::public_only;
    const Client client{options};
    for (const auto* host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0"}) {
        Request request;
        request.url = "http://" + std::string{host} + ":" + std::to_string(server.port()) + "/";
        EXPECT_NE(code_of([&] { client.send(request); }), "none") << host;
    }
    EXPECT_EQ(asked, 0);
}

TEST(Client, refuses_other_protocols_and_unreachable_servers) {
    Request request;
    request.url = "file:///etc/passwd";
    EXPECT_EQ(code_of([&] { Client{}.send(request); }), "net.bad_url");
    request.url = "http://127.0.0.1:1/";
    EXPECT_EQ(code_of([&] { Client{}.send(request); }), "net.unreachable");
}

TEST(Addresses, are_public_only_outside_the_special_ranges) {
    for (const auto* text : {"10.1.2.3", "127.0.0.1", "169.254.169.254", "172.31.0.1", "192.168.1.1",
                             "100.64.0.1", "224.0.0.1", "255.255.255.255", "0.0.0.0"}) {
        EXPECT_FALSE(is_public_v4(ntohl(::inet_addr(text)))) << text;
    }
    for (const auto* text : {"8.8.8.8", "172.32.0.1", "193.174.55.1"}) {
        EXPECT_TRUE(is_public_v4(ntohl(::inet_addr(text)))) << text;
    }
    const auto v6 = [](const char* text) {
        in6_addr address{};
        ::inet_pton(AF_INET6, text, &address);
        return is_public_v6(std::span<const std::uint8_t, 16>{address.s6_addr, 16});
    };
    for (const auto* text : {"::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
                             "2002:7f00:1::", "2001:db8::1", "ff02::1", "::"}) {
        EXPECT_FALSE(v6(text)) << text;
    }
    EXPECT_TRUE(v6("2a00:1450:4001:80b::200e"));
}

/// Speaks enough SMTP (RFC 5321) to receive one message.
ScriptedServer::Script mail_server(std::string& heard, const std::string& recipient_reply) {
    return [&heard, recipient_reply](int client) {
        say(client, "220 test\r\n");
        hear(client, "\r\n");
        say(client, "250 test\r\n");
        heard += hear(client, "\r\n");
        say(client, "250 ok\r\n");
        heard += hear(client, "\r\n");
        say(client, recipient_reply);
        if (recipient_reply.starts_with("5")) return void(hear(client, "\r\n"));
        hear(client, "\r\n");
        say(client, "354 go\r\n");
        heard += hear(client, "\r\n.\r\n");
        say(client, "250 ok\r\n");
        hear(client, "\r\n");
        say(client, "221 bye\r\n");
    };
}

SmtpServer plain_server(int port) {
    SmtpServer server;
    server.host = "127.0.0.1";
    server.port = port;
    server.security = SmtpSecurity::none;
    return server;
}

TEST(Smtp, hands_over_the_message_as_it_is) {
    std::string heard;
    ScriptedServer server{mail_server(heard, "250 ok\r\n")};
    send_mail(plain_server(server.port()),
              {"a@example.org", {"b@example.org"}, "Subject: x\r\n\r\nHello\r\n"});
    EXPECT_EQ(heard,
              "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nSubject: x\r\n\r\nHello\r\n.\r\n");
}

TEST(Smtp, tells_a_final_refusal_from_one_worth_another_try) {
    std::string heard;
    ScriptedServer server{mail_server(heard, "550 no such person\r\n")};
    const Envelope envelope{"a@example.org", {"b@example.org"}, "Subject: x\r\n\r\nHello\r\n"};
    EXPECT_EQ(code_of([&] { send_mail(plain_server(server.port()), envelope); }), "net.mail_refused");
    EXPECT_EQ(code_of([&] { send_mail(plain_server(1), envelope); }), "net.unreachable");
}

TEST(Smtp, refuses_addresses_that_would_add_commands) {
    const Envelope envelope{"a@example.org", {"b@example.org>\r\nRCPT TO:<c@example.org"}, "x"};
    EXPECT_EQ(code_of([&] { send_mail(plain_server(1), envelope); }), "net.mail_refused");
}

}  // namespace
}  // namespace medal::net
