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

#include <boost/describe.hpp>

namespace medal::mail {

constexpr std::string_view kDeliverJob = "mail.deliver";
constexpr std::int64_t kGiveUpAfter_us = 3 * base::kDay_us;
constexpr int kMaxFailuresInARow = 3;

/// Plain text; `to` is one address. A line break in a header field is refused, not repaired.
struct Message {
    std::string to;
    std::string subject;
    std::string body;
};

std::span<const db::Migration> migrations();

/// Throws Error{invalid, "mail.bad_address"} for what is not one plain ASCII address, "mail.bad_header" for
/// control characters in a header.
void enqueue(db::Session& session, base::Instant now, base::Random& random, const Message& message);

/// Messages that were neither sent nor refused yet, and those that were refused for good.
struct Outstanding {
    std::int64_t waiting = 0;
    std::int64_t refused = 0;
};
BOOST_DESCRIBE_STRUCT(Outstanding, (), (waiting, refused))
Outstanding outstanding(db::Session& session);

struct DeliveryOptions {
    std::string from = "medal@localhost";
    /// Where .eml files go when there is no server.
    std::filesystem::path folder;
    std::optional<net::SmtpServer> server;
};

/// What one pass over the outbox did. `next_try` is when something that could not be sent now is due again:
/// the job that delivers should then run again (JobContext::run_again_at).
struct Delivered {
    int sent = 0;
    int refused = 0;
    std::optional<base::Instant> next_try;
};

/// Sends what is due, oldest first. Several may deliver at once: each message is claimed first, and sent
/// twice only when a process dies between sending it and saying so. What the server refuses for good, or what
/// could not be sent for kGiveUpAfter_us, is marked and left. After kMaxFailuresInARow the rest of the pass
/// waits too.
Delivered deliver(db::Database& database, const base::Clock& clock, const DeliveryOptions& options);

/// RFC 5322 text with CRLF: UTF-8 body in base64, a subject that is long or not ASCII as encoded words (RFC
/// 2047).
std::string compose(const Message& message, std::string_view from, std::string_view message_id,
                    base::Instant at);

}  // namespace medal::mail
