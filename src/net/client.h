// Requests to other servers, over libcurl: blocking, with limits on time and size, TLS always verified.
// Retrying is the caller's decision. A status of 400 and above is a result, not an error.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace medal::net {

struct Header {
    std::string name;
    std::string value;
};

/// A part of a file, streamed; `size` 0 is the rest of it.
struct FileUpload {
    std::filesystem::path path;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

enum class Redirects { none, same_host };

struct Request {
    std::string method = "GET";
    std::string url;
    std::vector<Header> headers{};
    std::variant<std::string, FileUpload> body{};
    /// Where the bytes of a 2xx answer go; without it they are collected in Response::body.
    std::function<void(std::span<const std::byte>)> on_body{};

    std::uint64_t max_response_bytes = std::uint64_t{16} << 20U;
    std::chrono::milliseconds connect_timeout{10'000};
    /// The whole exchange; 0 means that only a stalled transfer ends it (large files).
    std::chrono::milliseconds total_timeout{60'000};
    /// Under 1 byte per second for so long is a stall.
    std::chrono::seconds stall_timeout{30};
    /// Of GET and HEAD only, at most five, never from https to http.
    Redirects redirects = Redirects::same_host;
};

struct Response {
    int status = 0;
    std::vector<Header> headers;
    std::string body;

    /// First of that name, without case; empty if there is none.
    std::string_view header(std::string_view name) const;
};

/// Which addresses a name may resolve to. `public_only` guards against requests that somebody else's URL
/// would make to our own network (SSRF); it is checked at the moment of connecting, so that a name that
/// changes its mind in between gains nothing, and it ignores proxies.
enum class Reach { anywhere, public_only };

struct ClientOptions {
    std::string user_agent = "MEDAL";
    Reach reach = Reach::anywhere;
    /// Authorities beside the system's own; empty: the system's.
    std::filesystem::path ca_file{};
    std::size_t max_kept_connections = 16;
};

class Client {
  public:
    explicit Client(ClientOptions options = {});
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;

    /// Safe from many threads at a time. Throws base::Error: "net.bad_url" (invalid), "net.address_forbidden"
    /// (forbidden), "net.too_large" (too_large), "net.timeout", "net.tls", "net.unreachable" (unavailable).
    Response send(const Request& request) const;

  private:
    class Handles;
    ClientOptions options_;
    std::unique_ptr<Handles> handles_;
};

}  // namespace medal::net
