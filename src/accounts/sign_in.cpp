#include "accounts/sign_in.h"

#include "accounts/password.h"
#include "accounts/rules.h"
#include "accounts/store.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace medal::accounts {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kMaxUserAgentBytes = 200;

std::string hashed(std::string_view secret) {
    return base::sha256(secret).text();
}

// A printable, short form: it is shown in the list of sessions.
std::string shown_user_agent(std::string_view text) {
    std::string shown;
    for (const char c : text.substr(0, kMaxUserAgentBytes)) shown += c >= 0x20 && c < 0x7F ? c : '?';
    return shown;
}

/// What is known of an address before its password is looked at.
struct Standing {
    std::optional<PersonRow> person;
    FailureRow failures;
};

Standing standing_of(work::Unit& unit, const std::string& email_key) {
    return {store::find_by_email(unit.db(), email_key), store::failures_of(unit.db(), hashed(email_key))};
}

// The same work for every address, whether somebody has it, it is locked, or neither.
bool fits(const std::optional<PersonRow>& person, const std::string& password) {
    if (person) return password_fits(person->password_hash, password);
    pretend_to_check(password);
    return false;
}

SignInResult refuse(work::Unit& unit, const FailureRow& failures) {
    store::save(unit.db(), rules::failed_again(failures, unit.now()));
    store::forget_failures_before(unit.db(), unit.now() + -kFailuresKept_us);
    return {};
}

SignInResult admit(work::Unit& unit, PersonRow person, const std::string& user_agent) {
    store::forget_failures(unit.db(), hashed(person.email_key));
    const auto secret = base::random_token(unit.random(), kSecretBytes);
    store::insert(unit.db(),
                  SessionRow{unit.new_id<SessionId>(), hashed(secret), person.id, unit.now(), unit.now(),
                             rules::session_end(unit.now(), unit.now()), shown_user_agent(user_agent)});
    auto roles = store::grants_of(unit.db(), person.id);
    return {SignedIn{std::move(person), std::move(roles), secret}, {}};
}

}  // namespace

SignInResult sign_in(work::Workshop& shop, const base::Actor& actor, const SignInAttempt& attempt) {
    const auto key = base::lower_ascii(base::trimmed(attempt.email));
    const auto before =
        work::run(shop, actor, db::Access::read, [&](work::Unit& unit) { return standing_of(unit, key); });
    const bool is_right = fits(before.person, attempt.password);
    return work::run(shop, actor, db::Access::write, [&](work::Unit& unit) -> SignInResult {
        auto [person, failures] = standing_of(unit, key);
        if (rules::is_locked(failures, unit.now())) return {{}, failures.locked_until};
        // A password that was changed in between is no longer the right one.
        const bool is_same = person && before.person && person->password_hash == before.person->password_hash;
        if (!is_right || !is_same) return refuse(unit, failures);
        return admit(unit, std::move(*person), attempt.user_agent);
    });
}

SignedIn require_signed_in(SignInResult result) {
    if (result.locked_until) {
        throw Error{
            ErrorKind::too_many,
            "session.locked",
            "Too many wrong passwords; wait before the next try.",
            {.field = {}, .hint = "Or choose a new password by the link on the sign-in page.", .detail = {}}};
    }
    if (!result.signed_in) {
        throw Error{ErrorKind::unauthenticated, "session.wrong", "The address or the password is not right."};
    }
    return std::move(*result.signed_in);
}

void sign_out(work::Unit& unit) {
    const auto& actor = unit.actor();
    const auto session = base::Scalar<SessionId>::parse(actor.credential_id);
    const auto token = base::Scalar<TokenId>::parse(actor.credential_id);
    if (session && store::remove_session(unit.db(), actor.person_id, *session)) return;
    if (token) store::remove_token(unit.db(), actor.person_id, *token);
}

MadeToken make_token(work::Unit& unit, const NewToken& token) {
    base::require_text(token.name, {.min_characters = 1, .max_characters = 80}, "/name");
    rules::check_token(token.scopes, token.expires_at, unit.now());
    if (static_cast<std::int64_t>(store::tokens_of(unit.db(), unit.actor().person_id).size()) >= kMaxTokens) {
        throw Error{ErrorKind::conflict, "token.too_many", "You have 50 tokens already; remove one first."};
    }
    const auto secret = kTokenPrefix + base::random_token(unit.random(), kSecretBytes);
    TokenRow row{unit.new_id<TokenId>(),
                 hashed(secret),
                 unit.actor().person_id,
                 token.name,
                 token.scopes,
                 unit.now(),
                 {},
                 token.expires_at};
    store::insert(unit.db(), row);
    unit.emit({.action = "token.made", .subject_kind = "token", .subject_id = row.id.text()});
    return {row.id, secret};
}

}  // namespace medal::accounts
