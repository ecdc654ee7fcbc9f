// Who: people, sign-in, roles, tokens, declared conflicts of interest.
#pragma once

#include "base/actor.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::accounts {

using SessionId = base::Id<struct SessionTag>;
using TokenId = base::Id<struct TokenTag>;
using ConflictId = base::Id<struct ConflictTag>;

struct NewAccount {
    std::string email;
    std::string password;
    std::string display_name;
    std::string institution;
    std::string country;
    std::string language;
};
BOOST_DESCRIBE_STRUCT(NewAccount, (), (email, password, display_name, institution, country, language))

struct PersonRow {
    base::PersonId id;
    std::string email;
    /// Lower case: what is unique.
    std::string email_key;
    std::string password_hash;
    std::string display_name;
    std::string institution;
    std::string country;
    std::string language;
    bool email_verified = false;
    base::Instant created_at;
    /// Folded name and institution: what search looks through.
    std::string search_text;
};
BOOST_DESCRIBE_STRUCT(PersonRow, (),
                      (id, email, email_key, password_hash, display_name, institution, country, language,
                       email_verified, created_at, search_text))

/// Wrong passwords in a row for an address, whether or not anybody has it: a lock must not tell.
struct FailureRow {
    /// SHA-256 of the address: what strangers type is not kept.
    std::string address_hash;
    std::int64_t failures = 0;
    base::Instant locked_until;
    base::Instant failed_at;
};
BOOST_DESCRIBE_STRUCT(FailureRow, (), (address_hash, failures, locked_until, failed_at))

struct SessionRow {
    SessionId id;
    /// SHA-256 of what the cookie holds.
    std::string secret_hash;
    base::PersonId person_id;
    base::Instant created_at;
    base::Instant last_seen_at;
    base::Instant expires_at;
    std::string user_agent;
};
BOOST_DESCRIBE_STRUCT(SessionRow, (),
                      (id, secret_hash, person_id, created_at, last_seen_at, expires_at, user_agent))

struct TokenRow {
    TokenId id;
    std::string secret_hash;
    base::PersonId person_id;
    std::string name;
    std::vector<base::Scope> scopes;
    base::Instant created_at;
    std::optional<base::Instant> last_used_at;
    std::optional<base::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(TokenRow, (),
                      (id, secret_hash, person_id, name, scopes, created_at, last_used_at, expires_at))

enum class MailPurpose { verify_email, reset_password, tell_known };
BOOST_DESCRIBE_ENUM(MailPurpose, verify_email, reset_password, tell_known)

/// A mail that somebody asked for, for an address that may be nobody's.
struct AskedMail {
    std::string email_key;
    MailPurpose purpose = MailPurpose::verify_email;
};
BOOST_DESCRIBE_STRUCT(AskedMail, (), (email_key, purpose))

struct ConflictRow {
    ConflictId id;
    base::PersonId declared_by;
    std::optional<base::PersonId> person_id;
    std::optional<std::string> institution;
    std::string note;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(ConflictRow, (), (id, declared_by, person_id, institution, note, created_at))

constexpr std::int64_t kSessionSliding_us = 14 * base::kDay_us;
constexpr std::int64_t kSessionAbsolute_us = 90 * base::kDay_us;
constexpr std::int64_t kVerifyLife_us = 2 * base::kDay_us;
constexpr std::int64_t kResetLife_us = base::kHour_us;
constexpr std::int64_t kSeenEvery_us = base::kMinute_us;
constexpr int kFreeFailures = 5;
constexpr std::int64_t kFirstLock_us = 5 * base::kSecond_us;
constexpr std::int64_t kLongestLock_us = base::kHour_us;
constexpr std::int64_t kFailuresKept_us = base::kDay_us;
constexpr std::int64_t kMailsAtOnce = 100;
constexpr std::int64_t kMaxTokens = 50;
constexpr const char* kTokenPrefix = "medal_";

}  // namespace medal::accounts
