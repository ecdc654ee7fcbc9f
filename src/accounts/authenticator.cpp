// Turns what a request presents into an Actor: one query, and a write at most once a minute.
#include "accounts/rules.h"
#include "accounts/sign_in.h"
#include "accounts/store.h"
#include "base/error.h"
#include "base/hash.h"

namespace medal::accounts {
namespace {

[[noreturn]] void throw_not_signed_in() {
    throw base::Error{base::ErrorKind::unauthenticated,
                      "session.ended",
                      "You are not signed in, or the session has ended.",
                      {.field = {}, .hint = "Sign in again.", .detail = {}}};
}

std::vector<base::Scope> all_scopes() {
    using enum base::Scope;
    return {read, contribute, review, organize, evaluate, admin};
}

base::Actor actor_of(store::Credential&& found) {
    base::Actor actor;
    actor.kind = base::ActorKind::person;
    actor.person_id = found.person_id;
    actor.display_name = std::move(found.display_name);
    actor.institution = std::move(found.institution);
    actor.email_verified = found.email_verified;
    actor.roles = std::move(found.roles);
    actor.scopes = std::move(found.scopes);
    actor.credential_id = std::move(found.id);
    return actor;
}

bool is_stale(const store::Credential& found, base::Instant now) {
    return !found.seen_at || *found.seen_at + kSeenEvery_us < now;
}

}  // namespace

base::Actor Authenticator::authenticate(const http::Request& request) {
    const auto bearer = request.bearer();
    const auto cookie = cookies_.session_of(request);
    if (!bearer && !cookie) throw_not_signed_in();
    const auto now = shop_.clock.now();
    const auto secret_hash = base::sha256(bearer ? *bearer : *cookie).text();
    auto found = db::transact(shop_.database, db::Access::read, [&](db::Session& session) {
        return bearer ? store::find_by_token(session, secret_hash)
                      : store::find_by_session(session, secret_hash);
    });
    if (!found || (found->expires_at && *found->expires_at <= now)) throw_not_signed_in();
    if (!bearer) found->scopes = all_scopes();
    if (is_stale(*found, now)) {
        db::transact(shop_.database, db::Access::write, [&](db::Session& session) {
            if (bearer) return store::see_token(session, *base::Scalar<TokenId>::parse(found->id), now);
            store::see_session(session, *base::Scalar<SessionId>::parse(found->id), now,
                               rules::session_end(found->created_at, now));
        });
    }
    return actor_of(std::move(*found));
}

}  // namespace medal::accounts
