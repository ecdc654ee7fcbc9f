#include "accounts/rules.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace medal::accounts::rules {
namespace {

using base::Error;
using base::ErrorKind;

constexpr base::TextLimits kPasswordLimits{.min_characters = 12, .max_characters = 256};
constexpr base::TextLimits kNameLimits{.min_characters = 2, .max_characters = 120};
constexpr base::TextLimits kInstitutionLimits{.min_characters = 2, .max_characters = 200};
constexpr std::size_t kMaxEmailBytes = 254;

// What lists of leaked passwords of 12 and more characters begin with, folded.
constexpr std::array<std::string_view, 20> kCommon = {
    "123456789012",    "password1234",   "passwordpassword", "qwertyuiop12",     "qwertyuiopasdf",
    "1q2w3e4r5t6y",    "111111111111",   "000000000000",     "abcdefghijkl",     "iloveyou1234",
    "adminadminadmin", "letmeinletmein", "welcome12345",     "changemechangeme", "administrator",
    "1234567890ab",    "zxcvbnm12345",   "monkeymonkey",     "dragondragon",     "footballfootball"};

[[noreturn]] void refuse(std::string code, std::string message, std::string field, std::string hint = {}) {
    throw Error{ErrorKind::invalid,
                std::move(code),
                std::move(message),
                {.field = std::move(field), .hint = std::move(hint), .detail = {}}};
}

bool is_one_character_repeated(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
}

bool holds(const std::string& password, std::string_view part) {
    constexpr std::size_t kTellingBytes = 5;
    return part.size() >= kTellingBytes && password.find(part) != std::string::npos;
}

void check_country(const std::string& country) {
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (country.size() == 2 && std::all_of(country.begin(), country.end(), is_capital)) return;
    refuse("account.bad_country", "Give the country as two capital letters (ISO 3166), for example DE.",
           "/country");
}

}  // namespace

std::string email_key(std::string_view email) {
    auto key = base::lower_ascii(base::trimmed(email));
    const auto at = key.find('@');
    const auto is_odd = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == ',' ||
               c == ';' || c == '<' || c == '>' || c == '"';
    };
    const bool good = at != std::string::npos && at > 0 && at == key.rfind('@') &&
                      key.find('.', at) != std::string::npos && key.size() <= kMaxEmailBytes &&
                      !key.ends_with('.') && key[at + 1] != '.' &&
                      std::none_of(key.begin(), key.end(), is_odd);
    if (!good) refuse("account.bad_email", "This is not an e-mail address.", "/email");
    return key;
}

void check_password(std::string_view password, std::string_view email, std::string_view display_name) {
    base::require_text(password, kPasswordLimits, "/password");
    const auto plain = base::lower_ascii(password);
    const bool is_common = std::find(kCommon.begin(), kCommon.end(), plain) != kCommon.end();
    if (is_common || is_one_character_repeated(plain)) {
        refuse("account.common_password", "This password is too easy to guess.", "/password",
               "Three or four random words make a good one.");
    }
    const auto user = base::lower_ascii(email.substr(0, email.find('@')));
    bool is_own = holds(plain, user);
    for (const auto& word : base::split(base::lower_ascii(display_name), ' '))
        is_own = is_own || holds(plain, word);
    if (is_own) {
        refuse("account.own_password", "The password holds your own name or address.", "/password",
               "Choose words that have nothing to do with you.");
    }
}

void check_account(const NewAccount& account) {
    email_key(account.email);
    check_password(account.password, account.email, account.display_name);
    check_profile(account);
}

void check_profile(const NewAccount& account) {
    base::require_text(account.display_name, kNameLimits, "/display_name");
    base::require_text(account.institution, kInstitutionLimits, "/institution");
    check_country(account.country);
    base::require_text(account.language, {.min_characters = 2, .max_characters = 8}, "/language");
}

std::int64_t lock_us(std::int64_t failures) {
    if (failures <= kFreeFailures) return 0;
    const auto doublings = std::min<std::int64_t>(failures - kFreeFailures - 1, 20);
    return std::min(kLongestLock_us, kFirstLock_us << doublings);
}

FailureRow failed_again(const FailureRow& before, base::Instant now) {
    auto after = before;
    if (before.failed_at + kFailuresKept_us < now) after.failures = 0;
    after.failures += 1;
    after.failed_at = now;
    after.locked_until = now + lock_us(after.failures);
    return after;
}

bool is_locked(const FailureRow& failures, base::Instant now) {
    return failures.locked_until > now;
}

std::string search_text_of(const PersonRow& person) {
    return base::folded(person.display_name + " " + person.institution);
}

void check_token(std::span<const base::Scope> scopes, std::optional<base::Instant> expires_at,
                 base::Instant now) {
    if (scopes.empty()) refuse("token.no_scopes", "Say what the token may be used for.", "/scopes");
    if (expires_at && *expires_at <= now) {
        refuse("token.expired", "The token would have ended already.", "/expires_at",
               "Choose a time that is still to come, or none.");
    }
}

bool may_grant(const base::Actor& actor, const base::RoleGrant& grant) {
    if (actor.is_admin()) return true;
    return grant.role != base::Role::admin && grant.campaign_id &&
           actor.has(base::Role::organizer, *grant.campaign_id);
}

bool may_join_as(base::Role role) {
    return role == base::Role::contributor || role == base::Role::model_developer;
}

base::Instant session_end(base::Instant created_at, base::Instant now) {
    return std::min(now + kSessionSliding_us, created_at + kSessionAbsolute_us);
}

}  // namespace medal::accounts::rules
