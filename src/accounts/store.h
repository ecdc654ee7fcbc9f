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
std::vector<PersonRow> search_people(db::Session& session, const std::string& text, const std::string& before,
                                     std::int64_t limit);
std::int64_t count_people(db::Session& session);

/// False when the grant was there already.
bool grant(db::Session& session, base::PersonId person, const base::RoleGrant& grant, base::Instant now);
bool revoke(db::Session& session, base::PersonId person, const base::RoleGrant& grant);
std::vector<base::RoleGrant> grants_of(db::Session& session, base::PersonId person);
std::vector<PersonRow> people_with(db::Session& session, base::Role role, base::CampaignId campaign);

void insert(db::Session& session, const SessionRow& row);
std::optional<SessionRow> find_session(db::Session& session, const std::string& secret_hash);
std::vector<SessionRow> sessions_of(db::Session& session, base::PersonId person, base::Instant now);
void see_session(db::Session& session, SessionId id, base::Instant now, base::Instant expires_at);
bool remove_session(db::Session& session, base::PersonId person, SessionId id);
void remove_sessions(db::Session& session, base::PersonId person);

void insert(db::Session& session, const TokenRow& row);
std::optional<TokenRow> find_token(db::Session& session, const std::string& secret_hash);
std::vector<TokenRow> tokens_of(db::Session& session, base::PersonId person);
void see_token(db::Session& session, TokenId id, base::Instant now);
bool remove_token(db::Session& session, base::PersonId person, TokenId id);

void insert_mail_token(db::Session& session, const std::string& secret_hash, base::PersonId person,
                       MailPurpose purpose, base::Instant expires_at);
/// Takes the token: it is there once.
std::optional<base::PersonId> take_mail_token(db::Session& session, const std::string& secret_hash,
                                              MailPurpose purpose, base::Instant now);

void insert(db::Session& session, const ConflictRow& row);
std::vector<ConflictRow> conflicts_of(db::Session& session, base::PersonId declared_by);
/// Every declaration by or about one of two people.
std::vector<ConflictRow> conflicts_concerning(db::Session& session, base::PersonId a, base::PersonId b);
bool remove_conflict(db::Session& session, base::PersonId declared_by, ConflictId id);

}  // namespace store
}  // namespace medal::accounts
