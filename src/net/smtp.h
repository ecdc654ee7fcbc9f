// Hands a prepared message (RFC 5322 text) to a mail server, over libcurl. What the message says is mail/'s.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace medal::net {

enum class SmtpSecurity { none, starttls, tls };

struct SmtpServer {
    std::string host;
    int port = 587;
    SmtpSecurity security = SmtpSecurity::starttls;
    /// Empty: no sign-in.
    std::string user{};
    std::string password{};
    std::filesystem::path ca_file{};
    std::chrono::milliseconds timeout{30'000};
};

struct Envelope {
    std::string from;
    std::vector<std::string> to;
    /// Headers, empty line, body; lines end with CRLF.
    std::string message;
};

/// Throws base::Error{unavailable}: "net.timeout", "net.tls", "net.login_denied", "net.unreachable" (worth
/// another try) and {invalid, "net.mail_refused"} when the server refuses a sender or recipient for good.
void send_mail(const SmtpServer& server, const Envelope& envelope);

}  // namespace medal::net
