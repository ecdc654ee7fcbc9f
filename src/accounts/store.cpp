#include "accounts/store.h"

#include "db/bind.h"
#include "db/id_list.h"

#include <algorithm>
#include <array>

namespace medal::accounts {
namespace {

constexpr db::Migration kMigrations[] = {
    {100, "accounts", R"(
        CREATE TABLE people (
            id TEXT PRIMARY KEY, email TEXT NOT NULL, email_key TEXT NOT NULL, password_hash TEXT NOT NULL,
            display_name TEXT NOT NULL, institution TEXT NOT NULL, country TEXT NOT NULL, language TEXT NOT NULL,
            email_verified BIGINT NOT NULL, failed_sign_ins BIGINT NOT NULL, locked_until BIGINT NOT NULL,
            created_at BIGINT NOT NULL);
        CREATE UNIQUE INDEX people_email ON people (email_key);
        CREATE TABLE role_grants (
            person_id TEXT NOT NULL REFERENCES people (id), role TEXT NOT NULL, campaign_id TEXT NOT NULL,
            granted_at BIGINT NOT NULL, PRIMARY KEY (person_id, role, campaign_id));
        CREATE INDEX role_grants_by_campaign ON role_grants (campaign_id, role);
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id),
            created_at BIGINT NOT NULL, last_seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
            user_agent TEXT NOT NULL);
        CREATE UNIQUE INDEX sessions_secret ON sessions (secret_hash);
        CREATE INDEX sessions_by_person ON sessions (person_id);
        CREATE TABLE tokens (
            id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL, person_id TEXT NOT NULL REFERENCES people (id),
            name TEXT NOT NULL, scopes TEXT NOT NULL, created_at BIGINT NOT NULL, last_used_at BIGINT,
            expires_at BIGINT);
        CREATE UNIQUE INDEX tokens_secret ON tokens (secret_hash);
        CREATE INDEX tokens_by_person ON tokens (person_id);
        CREATE TABLE mail_tokens (
            secret_hash TEXT PRIMARY KEY, person_id TEXT NOT NULL REFERENCES people (id), purpose TEXT NOT NULL,
            expires_at BIGINT NOT NULL);
        CREATE INDEX mail_tokens_by_person ON mail_tokens (person_id, purpose);
        CREATE TABLE conflicts (
            id TEXT PRIMARY KEY, declared_by TEXT NOT NULL REFERENCES people (id), person_id TEXT,
            institution TEXT, note TEXT NOT NULL, created_at BIGINT NOT NULL);
        CREATE INDEX conflicts_by_declarer ON conflicts (declared_by);
    )"},
    {101, "accounts_tell_nothing", R"(
        ALTER TABLE people DROP COLUMN failed_sign_ins;
        ALTER TABLE people DROP COLUMN locked_until;
        ALTER TABLE people ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
        UPDATE people SET search_text = lower(display_name || ' ' || institution);
        CREATE TABLE sign_in_failures (
            address_hash TEXT PRIMARY KEY, failures BIGINT NOT NULL, locked_until BIGINT NOT NULL,
            failed_at BIGINT NOT NULL);
        CREATE INDEX sign_in_failures_by_time ON sign_in_failures (failed_at);
        CREATE TABLE asked_mails (
            email_key TEXT NOT NULL, purpose TEXT NOT NULL, asked_at BIGINT NOT NULL,
            PRIMARY KEY (email_key, purpose));
        CREATE INDEX asked_mails_by_time ON asked_mails (asked_at);
    )"},
};

// A grant everywhere has an empty campaign, so that it can be part of the key.
std::string campaign_text(const base::RoleGrant& grant) {
    return grant.campaign_id ? grant.campaign_id->text() : "";
}

// For LIKE … ESCAPE '!': a wildcard that somebody typed stands for itself.
std::string escaped(const std::string& text) {
    std::string pattern;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern;
}

struct GrantRow {
    base::Role role = base::Role::contributor;
    std::string campaign_id;
};
BOOST_DESCRIBE_STRUCT(GrantRow, (), (role, campaign_id))

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

namespace store {

void insert(db::Session& session, const PersonRow& row) {
    db::insert(session, "people", row);
}
void update(db::Session& session, const PersonRow& row) {
    db::update(session, "people", row);
}

std::optional<PersonRow> find_person(db::Session& session, base::PersonId id) {
    return db::maybe_row<PersonRow>(session, "SELECT * FROM people WHERE id = $1", id);
}

std::optional<PersonRow> find_by_email(db::Session& session, const std::string& email_key) {
    return db::maybe_row<PersonRow>(session, "SELECT * FROM people WHERE email_key = $1", email_key);
}

std::vector<PersonRow> search_people(db::Session& session, const PeopleFilter& filter) {
    std::array<std::string, kMaxSearchWords> patterns;
    patterns.fill("%");
    const auto used = std::min(filter.words.size(), patterns.size());
    for (std::size_t i = 0; i < used; ++i) patterns.at(i) = "%" + filter.words[i] + "%";
    std::optional<std::string> email;
    if (filter.email_part) email = "%" + escaped(*filter.email_part) + "%";
    return db::rows<PersonRow>(
        session,
        "SELECT * FROM people WHERE id < $1 AND ((search_text LIKE $2 AND search_text LIKE $3 AND "
        "search_text "
        "LIKE $4 AND search_text LIKE $5) OR email_key LIKE CAST($6 AS TEXT) ESCAPE '!') "
        "ORDER BY id DESC LIMIT $7",
        filter.before.empty() ? std::string{"z"} : filter.before, patterns[0], patterns[1], patterns[2],
        patterns[3], email, filter.limit);
}

std::int64_t count_people(db::Session& session) {
    return db::column<std::int64_t>(session, "SELECT count(*) FROM people").at(0);
}

bool grant(db::Session& session, base::PersonId person, const base::RoleGrant& grant, base::Instant now) {
    return db::execute(
               session,
               "INSERT INTO role_grants (person_id, role, campaign_id, granted_at) VALUES ($1, $2, $3, $4) "
               "ON CONFLICT (person_id, role, campaign_id) DO NOTHING",
               person, grant.role, campaign_text(grant), now) > 0;
}

bool revoke(db::Session& session, base::PersonId person, const base::RoleGrant& grant) {
    return db::execute(session,
                       "DELETE FROM role_grants WHERE person_id = $1 AND role = $2 AND campaign_id = $3",
                       person, grant.role, campaign_text(grant)) > 0;
}

std::vector<base::RoleGrant> grants_of(db::Session& session, base::PersonId person) {
    std::vector<base::RoleGrant> grants;
    for (const auto& row : db::rows<GrantRow>(
             session,
             "SELECT role, campaign_id FROM role_grants WHERE person_id = $1 ORDER BY role, campaign_id",
             person)) {
        grants.push_back({row.role, base::Scalar<base::CampaignId>::parse(row.campaign_id)});
    }
    return grants;
}

std::int64_t count_admins(db::Session& session) {
    return db::column<std::int64_t>(
               session, "SELECT count(*) FROM role_grants WHERE campaign_id = '' AND role = 'admin'")
        .at(0);
}

std::vector<PersonRow> people_with(db::Session& session, base::Role role, base::CampaignId campaign) {
    return db::rows<PersonRow>(
        session,
        "SELECT p.* FROM people p JOIN role_grants g ON g.person_id = p.id WHERE g.role = $1 AND "
        "g.campaign_id = $2 ORDER BY p.display_name, p.id LIMIT 1000",
        role, campaign);
}

void insert(db::Session& session, const ConflictRow& row) {
    db::insert(session, "conflicts", row);
}

std::vector<ConflictRow> conflicts_of(db::Session& session, base::PersonId declared_by) {
    return db::rows<ConflictRow>(
        session, "SELECT * FROM conflicts WHERE declared_by = $1 ORDER BY id LIMIT 500", declared_by);
}

std::vector<ConflictRow> conflicts_concerning(db::Session& session, base::PersonId a, base::PersonId b) {
    return db::rows<ConflictRow>(
        session, "SELECT * FROM conflicts WHERE declared_by IN ($1, $2) ORDER BY id LIMIT 1000", a, b);
}

std::vector<ConflictRow> conflicts_among(db::Session& session, base::PersonId judge,
                                         const std::vector<base::PersonId>& authors) {
    return db::rows_of_ids<ConflictRow>(
        session,
        "SELECT * FROM conflicts WHERE declared_by IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13, "
        "$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) ORDER BY id LIMIT 10000",
        authors, judge);
}

bool remove_conflict(db::Session& session, base::PersonId declared_by, ConflictId id) {
    return db::execute(session, "DELETE FROM conflicts WHERE id = $1 AND declared_by = $2", id, declared_by) >
           0;
}

}  // namespace store
}  // namespace medal::accounts
