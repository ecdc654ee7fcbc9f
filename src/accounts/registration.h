// Use cases of one's own account: sign up, verify the address, reset and change the password, change the
// profile. What a stranger is told never depends on whether an address is known.
#pragma once

#include "accounts/password.h"
#include "accounts/types.h"
#include "jobs/loop.h"
#include "work/run.h"

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

/// Answers asked mails: links, and notes to those who have an account already.
constexpr const char* kMailJob = "accounts.mail";

// Passwords are hashed and compared before the unit of work that they change, so these take the workshop.
// Mails are only asked for here and written by a job: what a stranger waits for is the same for every
// address.

/// A link goes out; to an address that is known, a note that it is.
void sign_up(work::Workshop& shop, const base::Actor& actor, const NewAccount& account);
void resend_verification(work::Unit& unit, const std::string& email);
/// Throws Error{invalid, "account.bad_token"}.
void verify_email(work::Unit& unit, const std::string& token);

void request_reset(work::Unit& unit, const std::string& email);
/// Ends every session and removes every token of the person. Throws Error{invalid, "account.bad_token"}.
void reset_password(work::Workshop& shop, const base::Actor& actor, const std::string& token,
                    const std::string& password);

struct PasswordChange {
    std::string current;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, password))
/// Ends every session of the person. Throws Error{invalid, "account.wrong_password"}.
void change_password(work::Workshop& shop, const base::Actor& actor, const PasswordChange& change);

/// The job: writes the mails that were asked for, each to whom it concerns, if anybody.
void send_asked_mails(work::Workshop& shop, jobs::JobContext& job);

PersonRow change_profile(work::Unit& unit, const ProfileChange& change);

/// For the operator and for tests: an account that is verified at once. The caller hashed its password.
PersonRow create_person(work::Unit& unit, const NewAccount& account, const PasswordHash& hash);

/// Checks rights (rules::may_grant). Throws Error{not_found, "person.not_found"}. That the campaign exists is
/// for the caller to check: campaigns are a later room.
PersonRow grant_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant);
/// Throws Error{conflict, "role.last_admin"}: somebody must be able to give roles.
void revoke_role(work::Unit& unit, base::PersonId person, const base::RoleGrant& grant);
/// A verified person takes the role contributor or model_developer.
void join(work::Unit& unit, base::CampaignId campaign, base::Role role);

}  // namespace medal::accounts
