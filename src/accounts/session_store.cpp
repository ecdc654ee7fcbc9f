#include "accounts/store.h"
#include "db/bind.h"

namespace medal::accounts::store {

void insert(db::Session& session, const SessionRow& row) {
    db::insert(session, "sessions", row);
}

std::vector<SessionRow> sessions_of(db::Session& session, base::PersonId person, base::Instant now) {
    return db::rows<SessionRow>(
        session, "SELECT * FROM sessions WHERE person_id = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 200",
        person, now);
}

void see_session(db::Session& session, SessionId id, base::Instant now, base::Instant expires_at) {
    db::execute(session, "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1", id, now,
                expires_at);
}

bool remove_session(db::Session& session, base::PersonId person, SessionId id) {
    return db::execute(session, "DELETE FROM sessions WHERE id = $1 AND person_id = $2", id, person) > 0;
}

void remove_sessions(db::Session& session, base::PersonId person) {
    db::execute(session, "DELETE FROM sessions WHERE person_id = $1", person);
}

void insert(db::Session& session, const TokenRow& row) {
    db::insert(session, "tokens", row);
}

std::vector<TokenRow> tokens_of(db::Session& session, base::PersonId person) {
    return db::rows<TokenRow>(session, "SELECT * FROM tokens WHERE person_id = $1 ORDER BY id DESC LIMIT 200",
                              person);
}

void see_token(db::Session& session, TokenId id, base::Instant now) {
    db::execute(session, "UPDATE tokens SET last_used_at = $2 WHERE id = $1", id, now);
}

bool remove_token(db::Session& session, base::PersonId person, TokenId id) {
    return db::execute(session, "DELETE FROM tokens WHERE id = $1 AND person_id = $2", id, person) > 0;
}

void remove_tokens(db::Session& session, base::PersonId person) {
    db::execute(session, "DELETE FROM tokens WHERE person_id = $1", person);
}

void insert_mail_token(db::Session& session, const std::string& secret_hash, base::PersonId person,
                       MailPurpose purpose, base::Instant expires_at) {
    db::execute(session, "DELETE FROM mail_tokens WHERE person_id = $1 AND purpose = $2", person, purpose);
    db::execute(
        session,
        "INSERT INTO mail_tokens (secret_hash, person_id, purpose, expires_at) VALUES ($1, $2, $3, $4)",
        secret_hash, person, purpose, expires_at);
}

std::optional<base::PersonId> take_mail_token(db::Session& session, const std::string& secret_hash,
                                              MailPurpose purpose, base::Instant now) {
    return db::maybe_scalar<base::PersonId>(session,
                                            "DELETE FROM mail_tokens WHERE secret_hash = $1 AND purpose = $2 "
                                            "AND expires_at > $3 RETURNING person_id",
                                            secret_hash, purpose, now);
}

std::optional<base::PersonId> find_mail_token(db::Session& session, const std::string& secret_hash,
                                              MailPurpose purpose, base::Instant now) {
    return db::maybe_scalar<base::PersonId>(
        session,
        "SELECT person_id FROM mail_tokens WHERE secret_hash = $1 AND purpose = $2 AND expires_at > $3",
        secret_hash, purpose, now);
}

void ask_mail(db::Session& session, const AskedMail& mail, base::Instant now) {
    db::execute(session,
                "INSERT INTO asked_mails (email_key, purpose, asked_at) VALUES ($1, $2, $3) "
                "ON CONFLICT (email_key, purpose) DO NOTHING",
                mail.email_key, mail.purpose, now);
}

std::vector<AskedMail> take_asked_mails(db::Session& session) {
    auto asked = db::rows<AskedMail>(
        session, "SELECT email_key, purpose FROM asked_mails ORDER BY asked_at, email_key, purpose LIMIT $1",
        kMailsAtOnce);
    for (const auto& one : asked) {
        db::execute(session, "DELETE FROM asked_mails WHERE email_key = $1 AND purpose = $2", one.email_key,
                    one.purpose);
    }
    return asked;
}

}  // namespace medal::accounts::store
