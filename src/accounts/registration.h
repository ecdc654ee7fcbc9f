// Use cases of one's own account: sign up, verify the address, reset and change the password, change the
// profile. What a stranger is told never depends on whether an address is known.
#pragma once

#include "accounts/types.h"
#include "work/unit.h"

#include <optional>
#include <string>

namespace medal::accounts {

struct ProfileChange {
    std::optional<std::string> display_name;
    std::optional<std::string> institution;
    std::optional<std::string> country;
    std::optional<std::string> language;
};
BOOST_DESCRIBE_STRUCT(ProfileChange, (), (display_name, institution, country, language))

/// Mails a link; to an address that is known, a note that it is.
void sign_up(work::Unit& unit, const NewAccount& account);
void resend_verification(work::Unit& unit, const std::string& email);
/// Throws Error{invalid, "account.bad_token"}.
void verify_email(work::Unit& unit, const std::string& token);

void request_reset(work::Unit& unit, const std::string& email);
/// Ends every session of the person. Throws Error{invalid, "account.bad_token"}.
void reset_password(work::Unit& unit, const std::string& token, const std::string& password);
/// Ends every session of the person. Throws Error{invalid, "account.wrong_password"}.
void change_password(work::Unit& unit, const std::string& current, const std::string& password);

PersonRow change_profile(work::Unit& unit, const ProfileChange& change);

/// For the operator and for tests: an account that is verified at once.
PersonRow create_person(work::Unit& unit, const NewAccount& account);

/// Checks rights (rules::may_grant). Throws Error{not_found, "person.not_found"}.
PersonRow grant_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant);
void revoke_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant);
/// A verified person takes the role contributor or model_developer.
void join(work::Unit& unit, base::CampaignId campaign, base::Role role);

}  // namespace medal::accounts
