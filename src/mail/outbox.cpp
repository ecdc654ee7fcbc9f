#include "mail/outbox.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/log.h"
#include "db/bind.h"

#include <algorithm>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <vector>

#include <boost/describe.hpp>

namespace medal::mail {
namespace {

using base::Error;
using base::ErrorKind;

// Longer than one message takes to be sent.
constexpr std::int64_t kClaim_us = 5 * base::kMinute_us;
constexpr std::int64_t kFirstPause_us = base::kMinute_us;
constexpr std::int64_t kLongestPause_us = 2 * base::kHour_us;
constexpr std::size_t kLongestPlainSubject = 60;
constexpr std::size_t kBase64Line = 76;
constexpr std::size_t kEncodedWordBytes = 42;

constexpr db::Migration kMigrations[] = {
    {15, "outbox", R"(
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
            created_at BIGINT NOT NULL, sent_at BIGINT, refused TEXT);
        CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL AND refused IS NULL;
    )"},
    {16, "outbox claims", R"(
        ALTER TABLE outbox ADD COLUMN try_after BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE outbox ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
    )"},
};

struct Waiting {
    std::string id;
    std::string recipient;
    std::string subject;
    std::string body;
    base::Instant created_at;
    std::int64_t tries = 0;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (id, recipient, subject, body, created_at, tries))

constexpr std::string_view kNextDue =
    "SELECT * FROM outbox WHERE sent_at IS NULL AND refused IS NULL AND try_after <= $1 ORDER BY id LIMIT 1";
constexpr std::string_view kNextDueLocked =
    "SELECT * FROM outbox WHERE sent_at IS NULL AND refused IS NULL AND try_after <= $1 ORDER BY id LIMIT 1 "
    "FOR UPDATE SKIP LOCKED";

std::optional<Waiting> claim(db::Database& database, base::Instant now) {
    return db::transact(database, db::Access::claim, [&](db::Session& session) {
        const bool locks = session.engine() == db::Engine::postgres;
        auto waiting = db::maybe_row<Waiting>(session, locks ? kNextDueLocked : kNextDue, now);
        if (waiting) {
            ++waiting->tries;
            db::execute(session, "UPDATE outbox SET try_after = $2, tries = $3 WHERE id = $1", waiting->id,
                        now + kClaim_us, waiting->tries);
        }
        return waiting;
    });
}

// The body held a link with a secret: it is not kept longer than it is needed.
void settle(db::Database& database, base::Instant now, const Waiting& waiting,
            const std::optional<std::string>& refusal) {
    db::transact(database, db::Access::claim, [&](db::Session& session) {
        db::execute(session, "UPDATE outbox SET sent_at = $2, refused = $3, body = '' WHERE id = $1",
                    waiting.id, refusal ? std::nullopt : std::optional{now}, refusal);
    });
}

// Doubling pauses; the message keeps its place behind those that were written before it.
void postpone(db::Database& database, base::Instant now, const Waiting& waiting) {
    const auto doublings = std::min<std::int64_t>(waiting.tries - 1, 20);
    const auto pause_us = std::min(kLongestPause_us, kFirstPause_us << doublings);
    db::transact(database, db::Access::claim, [&](db::Session& session) {
        db::execute(session, "UPDATE outbox SET try_after = $2 WHERE id = $1", waiting.id, now + pause_us);
    });
}

std::optional<base::Instant> next_try(db::Database& database) {
    return db::transact(database, db::Access::read, [](db::Session& session) {
        return db::column<std::optional<base::Instant>>(
                   session, "SELECT min(try_after) FROM outbox WHERE sent_at IS NULL AND refused IS NULL")
            .at(0);
    });
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

void require_header_safe(std::string_view text) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::any_of(text.begin(), text.end(), is_control)) {
        throw Error{ErrorKind::invalid, "mail.bad_header", "A mail header holds a line break."};
    }
}

// The last byte before `limit` at which a UTF-8 character ends.
std::size_t character_end(std::string_view text, std::size_t limit) {
    if (limit >= text.size()) return text.size();
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
    return limit;
}

std::string encoded_subject(std::string_view subject) {
    const bool is_plain = is_printable_ascii(subject) && subject.size() <= kLongestPlainSubject &&
                          subject.find("=?") == std::string_view::npos;
    if (is_plain) return std::string{subject};
    std::string words;
    while (!subject.empty()) {
        const auto length = character_end(subject, kEncodedWordBytes);
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base::base64(base::bytes_of(subject.substr(0, length))) + "?=";
        subject.remove_prefix(length);
    }
    return words;
}

std::string folded_base64(std::string_view body) {
    const auto text = base::base64(base::bytes_of(body));
    std::string lines;
    for (std::size_t i = 0; i < text.size(); i += kBase64Line) lines += text.substr(i, kBase64Line) + "\r\n";
    return lines;
}

// Written beside and renamed: a reader of the folder never sees half a mail. Only the owner may read links
// that sign somebody in.
void write_eml(const std::filesystem::path& folder, const std::string& name, const std::string& text) {
    namespace fs = std::filesystem;
    std::error_code problem;
    fs::create_directories(folder, problem);
    const auto beside = folder / ("." + name + ".new");
    std::ofstream file{beside, std::ios::binary};
    if (!problem) fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, problem);
    file << text;
    file.close();
    if (file && !problem) fs::rename(beside, folder / (name + ".eml"), problem);
    if (!file || problem) {
        throw Error{ErrorKind::unavailable, "mail.folder", "The mail folder cannot be written."};
    }
}

void send(const Waiting& waiting, const DeliveryOptions& options) {
    const Message message{waiting.recipient, waiting.subject, waiting.body};
    const auto text = compose(message, options.from, waiting.id + "@medal", waiting.created_at);
    if (!options.server) return write_eml(options.folder, waiting.id, text);
    net::send_mail(*options.server, {options.from, {waiting.recipient}, text});
}

enum class Outcome { sent, refused, postponed };

Outcome try_one(db::Database& database, const base::Clock& clock, const DeliveryOptions& options,
                const Waiting& waiting) {
    std::optional<std::string> refusal;
    try {
        send(waiting, options);
    } catch (const Error& error) {
        const auto now = clock.now();
        const bool is_too_old = now > waiting.created_at + kGiveUpAfter_us;
        if (error.kind() == ErrorKind::unavailable && !is_too_old) {
            base::log_warning("mail.postponed",
                              {{"mail", waiting.id}, {"tries", waiting.tries}, {"code", error.code()}});
            postpone(database, now, waiting);
            return Outcome::postponed;
        }
        refusal = error.code();
        base::log_warning("mail.refused", {{"mail", waiting.id}, {"code", error.code()}});
    }
    settle(database, clock.now(), waiting, refusal);
    return refusal ? Outcome::refused : Outcome::sent;
}

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

Outstanding outstanding(db::Session& session) {
    return db::rows<Outstanding>(
               session,
               "SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND refused IS NULL) AS waiting, "
               "(SELECT count(*) FROM outbox WHERE refused IS NOT NULL) AS refused")
        .at(0);
}

void enqueue(db::Session& session, base::Instant now, base::Random& random, const Message& message) {
    require_header_safe(message.subject);
    require_header_safe(message.to);
    if (!is_printable_ascii(message.to) || message.to.find_first_of(" ,;<>\"") != std::string::npos ||
        message.to.find('@') == std::string::npos) {
        throw Error{ErrorKind::invalid, "mail.bad_address", "This is not one e-mail address."};
    }
    db::execute(
        session, "INSERT INTO outbox (id, recipient, subject, body, created_at) VALUES ($1, $2, $3, $4, $5)",
        base::to_text(base::make_uuid_v7(now, random)), message.to, message.subject, message.body, now);
}

Delivered deliver(db::Database& database, const base::Clock& clock, const DeliveryOptions& options) {
    Delivered result;
    int failures = 0;
    while (failures < kMaxFailuresInARow) {
        const auto waiting = claim(database, clock.now());
        if (!waiting) break;
        const auto outcome = try_one(database, clock, options, *waiting);
        failures = outcome == Outcome::postponed ? failures + 1 : 0;
        result.sent += outcome == Outcome::sent ? 1 : 0;
        result.refused += outcome == Outcome::refused ? 1 : 0;
    }
    result.next_try = next_try(database);
    // What was passed over in an outage is due already; it waits with what failed.
    if (result.next_try && failures > 0) {
        result.next_try = std::max(*result.next_try, clock.now() + kFirstPause_us);
    }
    return result;
}

std::string compose(const Message& message, std::string_view from, std::string_view message_id,
                    base::Instant at) {
    const auto seconds = static_cast<std::time_t>(at.microseconds / base::kSecond_us);
    return fmt::format(
        "From: {}\r\nTo: {}\r\nSubject: {}\r\nDate: {:%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <{}>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        "base64\r\n"
        "Auto-Submitted: auto-generated\r\n\r\n{}",
        from, message.to, encoded_subject(message.subject), fmt::gmtime(seconds), message_id,
        folded_base64(message.body));
}

}  // namespace medal::mail
