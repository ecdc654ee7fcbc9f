#include "http/testing.h"

#include "http/headers.h"
#include "http/problem.h"

#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace medal::http::testing {
namespace {

constexpr int kPatience_ms = 10'000;

std::shared_ptr<const SessionCookies> cookies_of(const ServerOptions& options) {
    return std::make_shared<const SessionCookies>(CookieOptions{options.is_behind_tls, options.csrf_key});
}

Router router_of(std::vector<Route> routes) {
    Router router;
    for (auto& route : routes) router.add(std::move(route));
    return router;
}

}  // namespace

base::Actor FakeAuthenticator::authenticate(const Request& request) {
    const auto session = request.cookie("medal_session").value_or("");
    if (request.bearer().value_or(session) != "good") {
        throw base::Error{base::ErrorKind::unauthenticated, "auth.invalid",
                          "These credentials are not valid."};
    }
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id.uuid.bytes[0] = 7;
    return actor;
}

Route route_for(Method method, std::string pattern, std::function<Response(Request&)> handler) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.operation_id = "test";
    route.caller = CallerClass::anyone;
    route.rate = RateClass::unlimited;
    route.handler = std::move(handler);
    return route;
}

Route get_route(std::string pattern, std::function<Response(Request&)> handler) {
    return route_for(Method::get, std::move(pattern), std::move(handler));
}

Response echo(Request& request) {
    if (!request.body_file) return text_response(200, request.body);
    return text_response(200, "file of " + std::to_string(request.body_file.size()));
}

Route echo_route(std::uint64_t max_body_bytes) {
    auto route = route_for(Method::post, "/echo", echo);
    route.max_body_bytes = max_body_bytes;
    return route;
}

ServerOptions quick_options() {
    ServerOptions options;
    options.io_threads = 2;
    options.worker_threads = 2;
    options.has_access_log = false;
    options.timeouts.linger = std::chrono::milliseconds{200};
    return options;
}

RunningServer::RunningServer(std::vector<Route> routes, ServerOptions options)
    : cookies_(cookies_of(options)),
      server_(std::move(options), ServerParts{router_of(std::move(routes)), authenticator_, cookies_}) {
    server_.start();
}

std::string Reply::header(std::string_view name) const {
    for (const auto line : list_parts(head, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !equal_without_case(line.substr(0, colon), name)) continue;
        return std::string{line.substr(std::min(colon + 2, line.size()))};
    }
    return {};
}

RawClient::RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"connect"};
    }
}

RawClient::~RawClient() {
    close();
}

void RawClient::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

void RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool RawClient::has_bytes_within(std::chrono::milliseconds time) {
    pollfd wait{descriptor_, POLLIN, 0};
    return !buffer_.empty() || ::poll(&wait, 1, static_cast<int>(time.count())) > 0;
}

bool RawClient::fill() {
    pollfd wait{descriptor_, POLLIN, 0};
    if (::poll(&wait, 1, kPatience_ms) <= 0) throw std::runtime_error{"the server did not answer in time"};
    char piece[65536];
    const auto got = ::recv(descriptor_, piece, sizeof piece, 0);
    if (got <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::read_until(std::string_view text) {
    std::size_t at = buffer_.find(text);
    while (at == std::string::npos) {
        if (!fill()) throw std::runtime_error{"closed before: " + std::string{text}};
        at = buffer_.find(text);
    }
    std::string taken = buffer_.substr(0, at + text.size());
    buffer_.erase(0, at + text.size());
    return taken;
}

std::string RawClient::read_chunks() {
    std::string body;
    for (;;) {
        const auto size = std::strtoul(read_until("\r\n").c_str(), nullptr, 16);
        while (buffer_.size() < size + 2) {
            if (!fill()) throw std::runtime_error{"closed inside a chunk"};
        }
        body += buffer_.substr(0, size);
        buffer_.erase(0, size + 2);
        if (size == 0) return body;
    }
}

Reply RawClient::read_reply(bool has_body) {
    Reply reply;
    reply.head = read_until("\r\n\r\n");
    reply.status = std::stoi(reply.head.substr(9, 3));
    if (!has_body || reply.status == 204 || reply.status == 304 || reply.status == 100) return reply;
    if (reply.header("transfer-encoding") == "chunked") {
        reply.body = read_chunks();
        return reply;
    }
    const auto size = std::strtoul(reply.header("content-length").c_str(), nullptr, 10);
    while (buffer_.size() < size) {
        if (!fill()) throw std::runtime_error{"closed inside a body"};
    }
    reply.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return reply;
}

bool RawClient::is_closed_by_server() {
    return buffer_.empty() && !fill();
}

std::string post(std::string_view path, std::string_view body, std::string_view lines) {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string{lines} + "\r\n" + std::string{body};
}

Reply ask(std::uint16_t port, std::string_view request) {
    RawClient client{port};
    client.send(request);
    return client.read_reply(!request.starts_with("HEAD "));
}

Reply get(std::uint16_t port, std::string_view path, std::string_view lines) {
    return ask(port, "GET " + std::string{path} + " HTTP/1.1\r\nHost: x\r\n" + std::string{lines} + "\r\n");
}

}  // namespace medal::http::testing
