// The SQL of accounts/, and its tables (100 to 199).
#pragma once

#include "accounts/types.h"
#include "db/migrate.h"
#include "db/session.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::accounts {

std::span<const db::Migration> migrations();

namespace store {

void insert(db::Session& session, const PersonRow& row);
void update(db::Session& session, const PersonRow& row);
std::optional<PersonRow> find_person(db::Session& session, base::PersonId id);
std::optional<PersonRow> find_by_email(db::Session& session, const std::string& email_key);
constexpr std::size_t kMaxSearchWords = 4;

struct PeopleFilter {
    /// Folded; each must be in the name or the institution. At most kMaxSearchWords.
    std::vector<std::string> words;
    /// Part of an address, lower case: for admins, to whom addresses are shown.
    std::optional<std::string> email_part;
    std::string before;
    std::int64_t limit = 50;
};
std::vector<PersonRow> search_people(db::Session& session, const PeopleFilter& filter);
std::int64_t count_people(db::Session& session);

/// False when the grant was there already.
bool grant(db::Session& session, base::PersonId person, const base::RoleGrant& grant, base::Instant now);
bool revoke(db::Session& session, base::PersonId person, const base::RoleGrant& grant);
std::vector<base::RoleGrant> grants_of(db::Session& session, base::PersonId person);
/// People who are admin everywhere.
std::int64_t count_admins(db::Session& session);
std::vector<PersonRow> people_with(db::Session& session, base::Role role, base::CampaignId campaign);

void insert(db::Session& session, const SessionRow& row);
std::vector<SessionRow> sessions_of(db::Session& session, base::PersonId person, base::Instant now);
void see_session(db::Session& session, SessionId id, base::Instant now, base::Instant expires_at);
bool remove_session(db::Session& session, base::PersonId person, SessionId id);
void remove_sessions(db::Session& session, base::PersonId person);

void insert(db::Session& session, const TokenRow& row);
std::vector<TokenRow> tokens_of(db::Session& session, base::PersonId person);
void see_token(db::Session& session, TokenId id, base::Instant now);
bool remove_token(db::Session& session, base::PersonId person, TokenId id);
void remove_tokens(db::Session& session, base::PersonId person);

/// Whom a session or token stands for: person, roles and credential in one query.
struct Credential {
    std::string id;
    base::Instant created_at;
    std::optional<base::Instant> seen_at;
    std::optional<base::Instant> expires_at;
    std::vector<base::Scope> scopes;
    base::PersonId person_id;
    std::string display_name;
    std::string institution;
    bool email_verified = false;
    std::vector<base::RoleGrant> roles;
};
std::optional<Credential> find_by_session(db::Session& session, const std::string& secret_hash);
std::optional<Credential> find_by_token(db::Session& session, const std::string& secret_hash);

/// Zeroes for an address without failures.
FailureRow failures_of(db::Session& session, const std::string& address_hash);
void save(db::Session& session, const FailureRow& row);
void forget_failures(db::Session& session, const std::string& address_hash);
/// Those last met before `edge`.
void forget_failures_before(db::Session& session, base::Instant edge);

/// Once for an address and purpose until it is taken.
void ask_mail(db::Session& session, const AskedMail& mail, base::Instant now);
/// The oldest kMailsAtOnce.
std::vector<AskedMail> take_asked_mails(db::Session& session);

void insert_mail_token(db::Session& session, const std::string& secret_hash, base::PersonId person,
                       MailPurpose purpose, base::Instant expires_at);
/// Whose token it is, without taking it.
std::optional<base::PersonId> find_mail_token(db::Session& session, const std::string& secret_hash,
                                              MailPurpose purpose, base::Instant now);
/// Takes the token: it is there once.
std::optional<base::PersonId> take_mail_token(db::Session& session, const std::string& secret_hash,
                                              MailPurpose purpose, base::Instant now);

void insert(db::Session& session, const ConflictRow& row);
std::vector<ConflictRow> conflicts_of(db::Session& session, base::PersonId declared_by);
/// Every declaration by or about one of two people.
std::vector<ConflictRow> conflicts_concerning(db::Session& session, base::PersonId a, base::PersonId b);
std::vector<ConflictRow> conflicts_among(db::Session& session, base::PersonId judge,
                                         const std::vector<base::PersonId>& authors);
bool remove_conflict(db::Session& session, base::PersonId declared_by, ConflictId id);

}  // namespace store
}  // namespace medal::accounts
