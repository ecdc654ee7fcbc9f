// Everything about the server that an operator can set. Every queue, buffer and wait has a limit here.
#pragma once

#include "http/rate_limit.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace medal::http {

struct Limits {
    std::size_t max_head_bytes = 16 * 1024;
    std::size_t max_header_fields = 100;
    std::size_t max_target_bytes = 8 * 1024;
    std::size_t max_connections = 8192;
    /// Addresses of trusted proxies are not counted.
    std::size_t max_connections_per_peer = 256;
    std::size_t max_queued_requests = 1024;
    std::size_t max_event_streams = 1024;
};

struct Timeouts {
    /// Between two requests of one connection.
    std::chrono::milliseconds idle{65'000};
    /// From the first byte of a head to its end (slow-loris).
    std::chrono::milliseconds head{10'000};
    /// In each window of a body at least `min_body_bytes_per_window` must arrive.
    std::chrono::milliseconds body_window{20'000};
    std::size_t min_body_bytes_per_window = 2048;
    /// In each window of an answer at least one byte must be taken.
    std::chrono::milliseconds write_window{30'000};
    /// Request::deadline; a request that waited longer for a worker is answered 503 unrun.
    std::chrono::milliseconds request{30'000};
    /// Comment lines that keep event streams alive through proxies.
    std::chrono::milliseconds event_heartbeat{15'000};
    /// How long a refused body is read and thrown away, so that the client sees the answer.
    std::chrono::milliseconds linger{2'000};
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    /// 0: any free port; Server::port() tells which.
    std::uint16_t port = 0;
    /// 0: one a core, at most 4.
    unsigned io_threads = 0;
    unsigned worker_threads = 8;
    /// File reads and body writes.
    unsigned disk_threads = 2;
    Limits limits{};
    Timeouts timeouts{};
    RateLimits rates{};

    /// A TLS proxy is in front: HSTS, Secure cookies and the "__Host-" prefix.
    bool is_behind_tls = false;
    /// Addresses whose X-Forwarded-For is believed ("127.0.0.1", "10.0.0.0/8").
    std::vector<std::string> trusted_proxies;
    /// Bodies over 1 MiB wait here; the folder must exist.
    std::filesystem::path temp_folder = std::filesystem::temp_directory_path();
    /// Key of the CSRF tokens: the same for all processes of one installation. Empty: random at start.
    std::string csrf_key;
    bool has_access_log = true;
    /// Added to Content-Security-Policy's connect-src, img-src and media-src (the S3 endpoint).
    std::vector<std::string> content_sources;
};

}  // namespace medal::http
