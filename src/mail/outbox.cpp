#include "mail/outbox.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/ids.h"
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

constexpr std::int64_t kBatch = 50;
constexpr std::size_t kBase64Line = 76;
constexpr std::size_t kEncodedWordBytes = 42;

constexpr db::Migration kMigrations[] = {
    {15, "outbox", R"(
        CREATE TABLE outbox (
            id TEXT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
            created_at BIGINT NOT NULL, sent_at BIGINT, refused TEXT);
        CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL AND refused IS NULL;
    )"},
};

struct Waiting {
    std::string id;
    std::string recipient;
    std::string subject;
    std::string body;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (id, recipient, subject, body, created_at))

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
    if (is_printable_ascii(subject)) return std::string{subject};
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

void write_eml(const std::filesystem::path& folder, const std::string& name, const std::string& text) {
    std::filesystem::create_directories(folder);
    const auto beside = folder / ("." + name + ".new");
    std::ofstream file{beside, std::ios::binary};
    file << text;
    file.close();
    if (!file) throw Error{ErrorKind::unavailable, "mail.folder", "The mail folder cannot be written."};
    std::filesystem::rename(beside, folder / (name + ".eml"));
}

// What came of one message: sent, or refused for good with a code.
std::optional<std::string> send_one(const Waiting& waiting, const DeliveryOptions& options) {
    const Message message{waiting.recipient, waiting.subject, waiting.body};
    const auto text = compose(message, options.from, waiting.id + "@medal", waiting.created_at);
    if (!options.server) {
        write_eml(options.folder, waiting.id, text);
        return std::nullopt;
    }
    try {
        net::send_mail(*options.server, {options.from, {waiting.recipient}, text});
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::unavailable) throw;
        return error.code();
    }
    return std::nullopt;
}

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

void enqueue(db::Session& session, base::Instant now, base::Random& random, const Message& message) {
    require_header_safe(message.subject);
    require_header_safe(message.to);
    if (message.to.find_first_of(" ,;<>\"") != std::string::npos ||
        message.to.find('@') == std::string::npos) {
        throw Error{ErrorKind::invalid, "mail.bad_address", "This is not one e-mail address."};
    }
    db::execute(
        session, "INSERT INTO outbox (id, recipient, subject, body, created_at) VALUES ($1, $2, $3, $4, $5)",
        base::to_text(base::make_uuid_v7(now, random)), message.to, message.subject, message.body, now);
}

int deliver(db::Database& database, const base::Clock& clock, const DeliveryOptions& options) {
    int sent = 0;
    while (true) {
        const auto batch = db::transact(database, db::Access::read, [](db::Session& session) {
            return db::rows<Waiting>(session,
                                     "SELECT id, recipient, subject, body, created_at FROM outbox "
                                     "WHERE sent_at IS NULL AND refused IS NULL ORDER BY id LIMIT $1",
                                     kBatch);
        });
        for (const auto& waiting : batch) {
            const auto refusal = send_one(waiting, options);
            db::transact(database, db::Access::write, [&](db::Session& session) {
                // The body held a link with a secret: it is not kept longer than it is needed.
                db::execute(session, "UPDATE outbox SET sent_at = $2, refused = $3, body = '' WHERE id = $1",
                            waiting.id, clock.now(), refusal);
            });
            sent += refusal ? 0 : 1;
        }
        if (batch.empty()) return sent;
    }
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
