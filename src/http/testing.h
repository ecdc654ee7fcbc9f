// What the tests of this folder share: a server on a free port, and a client that sends any bytes it likes.
#pragma once

#include "base/error.h"
#include "http/server.h"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::http::testing {

/// "Bearer good" and the session "good" are a person; anything else is refused.
class FakeAuthenticator final : public Authenticator {
  public:
    base::Actor authenticate(const Request& request) override;
};

Route get_route(std::string pattern, std::function<Response(Request&)> handler);
Route route_for(Method method, std::string pattern, std::function<Response(Request&)> handler);

/// Answers with what it got: the body itself, or "file of N" (bytes) for one that went to disk.
Response echo(Request& request);
/// POST /echo.
Route echo_route(std::uint64_t max_body_bytes = kDefaultMaxBody_bytes);

/// Options with short waits and no access log.
ServerOptions quick_options();

class RunningServer {
  public:
    explicit RunningServer(std::vector<Route> routes, ServerOptions options = quick_options());

    std::uint16_t port() const { return server_.port(); }
    Server& server() { return server_; }
    const SessionCookies& cookies() const { return *cookies_; }

  private:
    FakeAuthenticator authenticator_;
    std::shared_ptr<const SessionCookies> cookies_;
    Server server_;
};

struct Reply {
    int status = 0;
    std::string head;
    std::string body;

    /// Without case; empty if absent.
    std::string header(std::string_view name) const;
};

/// A raw connection to 127.0.0.1. Every read has a deadline of ten seconds and throws when it passes.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// Stops silently when the server has closed.
    void send(std::string_view bytes);
    /// One answer: head, then Content-Length bytes or chunks; nothing for HEAD, 204 and 304.
    Reply read_reply(bool has_body = true);
    /// Reads until `text` has come; returns everything so far.
    std::string read_until(std::string_view text);
    bool has_bytes_within(std::chrono::milliseconds time);
    /// True when the server closes without sending more.
    bool is_closed_by_server();
    void close();

  private:
    bool fill();
    std::string read_chunks();

    int descriptor_ = -1;
    std::string buffer_;
};

/// "POST path HTTP/1.1" with Host, Content-Length and the further lines ("Name: value\r\n"), then the body.
std::string post(std::string_view path, std::string_view body, std::string_view lines = {});

/// One request on a connection of its own.
Reply ask(std::uint16_t port, std::string_view request);
/// "GET path HTTP/1.1" with Host and the further lines ("Name: value\r\n").
Reply get(std::uint16_t port, std::string_view path, std::string_view lines = {});

}  // namespace medal::http::testing
