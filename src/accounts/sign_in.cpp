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

[[noreturn]] void throw_not_signed_in() {
    throw Error{ErrorKind::unauthenticated,
                "session.ended",
                "You are not signed in, or the session has ended.",
                {.field = {}, .hint = "Sign in again.", .detail = {}}};
}

base::Actor actor_of(db::Session& session, const PersonRow& person) {
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id = person.id;
    actor.display_name = person.display_name;
    actor.institution = person.institution;
    actor.email_verified = person.email_verified;
    actor.roles = store::grants_of(session, person.id);
    return actor;
}

std::vector<base::Scope> all_scopes() {
    using enum base::Scope;
    return {read, contribute, review, organize, evaluate, admin};
}

// A printable, short form: it is shown in the list of sessions.
std::string shown_user_agent(std::string_view text) {
    std::string shown;
    for (const char c : text.substr(0, kMaxUserAgentBytes)) shown += c >= 0x20 && c < 0x7F ? c : '?';
    return shown;
}

struct Found {
    base::Actor actor;
    std::optional<SessionRow> stale_session;
    std::optional<TokenId> stale_token;
};

Found find_session(db::Session& session, std::string_view secret, base::Instant now) {
    auto row = store::find_session(session, hashed(secret));
    if (!row || row->expires_at <= now) throw_not_signed_in();
    const auto person = store::find_person(session, row->person_id);
    if (!person) throw_not_signed_in();
    Found found{actor_of(session, *person), {}, {}};
    found.actor.scopes = all_scopes();
    found.actor.credential_id = row->id.text();
    if (row->last_seen_at + kSeenEvery_us < now) found.stale_session = std::move(row);
    return found;
}

Found find_token(db::Session& session, std::string_view secret, base::Instant now) {
    const auto row = store::find_token(session, hashed(secret));
    if (!row || (row->expires_at && *row->expires_at <= now)) throw_not_signed_in();
    const auto person = store::find_person(session, row->person_id);
    if (!person) throw_not_signed_in();
    Found found{actor_of(session, *person), {}, {}};
    found.actor.scopes = row->scopes;
    found.actor.credential_id = row->id.text();
    if (!row->last_used_at || *row->last_used_at + kSeenEvery_us < now) found.stale_token = row->id;
    return found;
}

}  // namespace

SignInResult sign_in(work::Unit& unit, const std::string& email, const std::string& password,
                     const std::string& user_agent) {
    auto person = store::find_by_email(unit.db(), base::lower_ascii(base::trimmed(email)));
    if (!person) {
        pretend_to_check(password);
        return {};
    }
    if (person->locked_until > unit.now()) {
        pretend_to_check(password);
        return {{}, person->locked_until};
    }
    if (!password_fits(person->password_hash, password)) {
        person->failed_sign_ins += 1;
        person->locked_until = unit.now() + rules::lock_us(person->failed_sign_ins);
        store::update(unit.db(), *person);
        return {};
    }
    person->failed_sign_ins = 0;
    store::update(unit.db(), *person);
    const auto secret = base::random_token(unit.random(), kSecretBytes);
    store::insert(unit.db(),
                  SessionRow{unit.new_id<SessionId>(), hashed(secret), person->id, unit.now(), unit.now(),
                             rules::session_end(unit.now(), unit.now()), shown_user_agent(user_agent)});
    return {SignedIn{std::move(*person), secret}, {}};
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
    const auto id = base::Scalar<SessionId>::parse(unit.actor().credential_id);
    if (id) store::remove_session(unit.db(), unit.actor().person_id, *id);
}

MadeToken make_token(work::Unit& unit, const NewToken& token) {
    base::require_text(token.name, {.min_characters = 1, .max_characters = 80}, "/name");
    if (token.scopes.empty()) {
        throw Error{ErrorKind::invalid,
                    "token.no_scopes",
                    "Say what the token may be used for.",
                    {.field = "/scopes"}};
    }
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

base::Actor Authenticator::authenticate(const http::Request& request) {
    const auto now = shop_.clock.now();
    const auto bearer = request.bearer();
    const auto cookie = cookies_.session_of(request);
    auto found = db::transact(shop_.database, db::Access::read, [&](db::Session& session) {
        if (bearer) return find_token(session, *bearer, now);
        if (cookie) return find_session(session, *cookie, now);
        throw_not_signed_in();
    });
    if (found.stale_session || found.stale_token) {
        db::transact(shop_.database, db::Access::write, [&](db::Session& session) {
            if (found.stale_token) return store::see_token(session, *found.stale_token, now);
            store::see_session(session, found.stale_session->id, now,
                               rules::session_end(found.stale_session->created_at, now));
        });
    }
    return std::move(found.actor);
}

}  // namespace medal::accounts
