// Mail as rows: written in the transaction of the deed, delivered later by a job. By default delivery is a
// folder of .eml files; with a server configured, SMTP. Addresses and bodies are never logged.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "db/database.h"
#include "db/migrate.h"
#include "net/smtp.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace medal::mail {

constexpr std::string_view kDeliverJob = "mail.deliver";

/// Plain text; `to` is one address. A line break in a header field is refused, not repaired.
struct Message {
    std::string to;
    std::string subject;
    std::string body;
};

std::span<const db::Migration> migrations();

/// Throws Error{invalid, "mail.bad_address"} for an address with spaces or control characters.
void enqueue(db::Session& session, base::Instant now, base::Random& random, const Message& message);

struct DeliveryOptions {
    std::string from = "medal@localhost";
    /// Where .eml files go when there is no server.
    std::filesystem::path folder;
    std::optional<net::SmtpServer> server;
};

/// Sends what waits, oldest first, each marked in its own transaction; returns how many went out. A message
/// that the server refuses for good is marked and left. Throws Error{unavailable} when the server cannot be
/// reached.
int deliver(db::Database& database, const base::Clock& clock, const DeliveryOptions& options);

/// RFC 5322 text with CRLF: UTF-8 body in base64, non-ASCII subject as an encoded word (RFC 2047).
std::string compose(const Message& message, std::string_view from, std::string_view message_id,
                    base::Instant at);

}  // namespace medal::mail
