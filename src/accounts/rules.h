// Pure decisions about accounts: what a password must be, how long a lock lasts, who may give which role.
#pragma once

#include "accounts/types.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace medal::accounts::rules {

/// Trimmed and lower case; throws Error{invalid, "account.bad_email"}.
std::string email_key(std::string_view email);

/// NIST SP 800-63B, 5.1.1.2: at least 12 characters, not common, not made of the person's own name or
/// address.
void check_password(std::string_view password, std::string_view email, std::string_view display_name);
void check_account(const NewAccount& account);
/// Name, institution, country, language: what a profile shows.
void check_profile(const NewAccount& account);

/// How long sign-in is refused after so many failures in a row: 0 up to kFreeFailures, then doubling.
std::int64_t lock_us(std::int64_t failures);
/// One failure more, at `now`; what is older than kFailuresKept_us is forgotten.
FailureRow failed_again(const FailureRow& before, base::Instant now);
bool is_locked(const FailureRow& failures, base::Instant now);

/// What search looks through.
std::string search_text_of(const PersonRow& person);

/// Throws Error{invalid, "token.no_scopes" | "token.expired"}.
void check_token(std::span<const base::Scope> scopes, std::optional<base::Instant> expires_at,
                 base::Instant now);

/// An admin gives any role; an organizer any but admin within the own campaign.
bool may_grant(const base::Actor& actor, const base::RoleGrant& grant);
/// The roles that a verified person may take by themselves.
bool may_join_as(base::Role role);

/// When a session that is seen now ends.
base::Instant session_end(base::Instant created_at, base::Instant now);

}  // namespace medal::accounts::rules
