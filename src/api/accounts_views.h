// What is shown of people: to themselves, and to those who run a campaign.
#pragma once

#include "accounts/types.h"
#include "work/unit.h"

#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::api {

struct Me {
    base::PersonId id;
    std::string email;
    bool email_verified = false;
    std::string display_name;
    std::string institution;
    std::string country;
    std::string language;
    std::vector<base::RoleGrant> roles;
    std::optional<std::string> csrf_token;
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, email, email_verified, display_name, institution, country, language, roles,
                       csrf_token))

struct SessionView {
    accounts::SessionId id;
    base::Instant created_at;
    base::Instant last_seen_at;
    std::string user_agent;
    bool current = false;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, created_at, last_seen_at, user_agent, current))

struct TokenView {
    accounts::TokenId id;
    std::string name;
    std::vector<base::Scope> scopes;
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
    std::optional<base::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenView, (), (id, name, scopes, created_at, last_used_at, expires_at))

struct ConflictView {
    accounts::ConflictId id;
    std::optional<base::PersonId> person_id;
    std::optional<std::string> person_name;
    std::optional<std::string> institution;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(ConflictView, (), (id, person_id, person_name, institution, note))

/// `email` and `email_verified` are shown to admins only.
struct PersonView {
    base::PersonId id;
    std::string display_name;
    std::optional<std::string> email;
    std::optional<bool> email_verified;
    std::string institution;
    std::string country;
    std::vector<base::RoleGrant> roles;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (id, display_name, email, email_verified, institution, country, roles, created_at))

ConflictView conflict_view_of(work::Unit& unit, const accounts::ConflictRow& row);
Me me_of(const accounts::PersonRow& person, std::vector<base::RoleGrant> roles);
Me me_of(work::Unit& unit, const accounts::PersonRow& person);
PersonView person_view_of(work::Unit& unit, const accounts::PersonRow& person);

}  // namespace medal::api
