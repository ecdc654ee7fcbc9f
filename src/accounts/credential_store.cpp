// Whom a credential stands for, and how often an address was tried in vain.
#include "accounts/store.h"
#include "db/bind.h"

namespace medal::accounts::store {
namespace {

/// One row a role; a person without roles has one row without.
struct JoinedRow {
    std::string id;
    base::Instant created_at;
    std::optional<base::Instant> seen_at;
    std::optional<base::Instant> expires_at;
    std::vector<base::Scope> scopes;
    base::PersonId person_id;
    std::string display_name;
    std::string institution;
    bool email_verified = false;
    std::optional<base::Role> role;
    std::optional<std::string> campaign_id;
};
BOOST_DESCRIBE_STRUCT(JoinedRow, (),
                      (id, created_at, seen_at, expires_at, scopes, person_id, display_name, institution,
                       email_verified, role, campaign_id))

std::optional<Credential> credential_of(std::vector<JoinedRow> rows) {
    if (rows.empty()) return std::nullopt;
    auto& first = rows.front();
    Credential found{std::move(first.id),
                     first.created_at,
                     first.seen_at,
                     first.expires_at,
                     std::move(first.scopes),
                     first.person_id,
                     std::move(first.display_name),
                     std::move(first.institution),
                     first.email_verified,
                     {}};
    for (const auto& row : rows) {
        if (!row.role) continue;
        found.roles.push_back(
            {*row.role, base::Scalar<base::CampaignId>::parse(row.campaign_id.value_or(""))});
    }
    return found;
}

}  // namespace

std::optional<Credential> find_by_session(db::Session& session, const std::string& secret_hash) {
    return credential_of(db::rows<JoinedRow>(
        session,
        "SELECT s.id, s.created_at, s.last_seen_at AS seen_at, s.expires_at, '[]' AS scopes, s.person_id, "
        "p.display_name, p.institution, p.email_verified, g.role, g.campaign_id FROM sessions s "
        "JOIN people p ON p.id = s.person_id LEFT JOIN role_grants g ON g.person_id = p.id "
        "WHERE s.secret_hash = $1 ORDER BY g.role, g.campaign_id",
        secret_hash));
}

std::optional<Credential> find_by_token(db::Session& session, const std::string& secret_hash) {
    return credential_of(db::rows<JoinedRow>(
        session,
        "SELECT t.id, t.created_at, t.last_used_at AS seen_at, t.expires_at, t.scopes, t.person_id, "
        "p.display_name, p.institution, p.email_verified, g.role, g.campaign_id FROM tokens t "
        "JOIN people p ON p.id = t.person_id LEFT JOIN role_grants g ON g.person_id = p.id "
        "WHERE t.secret_hash = $1 ORDER BY g.role, g.campaign_id",
        secret_hash));
}

FailureRow failures_of(db::Session& session, const std::string& address_hash) {
    const auto found = db::maybe_row<FailureRow>(
        session, "SELECT * FROM sign_in_failures WHERE address_hash = $1", address_hash);
    return found.value_or(FailureRow{address_hash, 0, {}, {}});
}

void save(db::Session& session, const FailureRow& row) {
    db::execute(session,
                "INSERT INTO sign_in_failures (address_hash, failures, locked_until, failed_at) "
                "VALUES ($1, $2, $3, $4) ON CONFLICT (address_hash) DO UPDATE SET failures = $2, "
                "locked_until = $3, failed_at = $4",
                row.address_hash, row.failures, row.locked_until, row.failed_at);
}

void forget_failures(db::Session& session, const std::string& address_hash) {
    db::execute(session, "DELETE FROM sign_in_failures WHERE address_hash = $1", address_hash);
}

void forget_failures_before(db::Session& session, base::Instant edge) {
    db::execute(session, "DELETE FROM sign_in_failures WHERE failed_at < $1", edge);
}

}  // namespace medal::accounts::store
