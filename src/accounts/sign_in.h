// Sessions and tokens: sign in and out, list and revoke, and turn what a request presents into an Actor.
#pragma once

#include "accounts/types.h"
#include "http/authenticator.h"
#include "http/csrf.h"
#include "work/run.h"

#include <optional>
#include <string>
#include <vector>

namespace medal::accounts {

struct SignedIn {
    PersonRow person;
    std::vector<base::RoleGrant> roles;
    /// For the cookie; only its hash is stored.
    std::string secret;
};

/// What came of an attempt: a value, because a failure is counted and committed.
struct SignInResult {
    std::optional<SignedIn> signed_in;
    /// Set when the address is locked: when it opens again.
    std::optional<base::Instant> locked_until;
};

struct SignInAttempt {
    std::string email;
    std::string password;
    std::string user_agent;
};

/// Reads, compares the password outside of any transaction, then writes. An address that nobody has is
/// counted and locked like any other, and takes as long.
SignInResult sign_in(work::Workshop& shop, const base::Actor& actor, const SignInAttempt& attempt);
/// Throws Error{unauthenticated, "session.wrong"} or {too_many, "session.locked"}.
SignedIn require_signed_in(SignInResult result);
/// Ends the session or removes the token that the actor came with.
void sign_out(work::Unit& unit);

struct NewToken {
    std::string name;
    std::vector<base::Scope> scopes;
    std::optional<base::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (name, scopes, expires_at))

struct MadeToken {
    TokenId id;
    /// Shown once.
    std::string token;
};
BOOST_DESCRIBE_STRUCT(MadeToken, (), (id, token))

MadeToken make_token(work::Unit& unit, const NewToken& token);

class Authenticator final : public http::Authenticator {
  public:
    Authenticator(work::Workshop& shop, const http::SessionCookies& cookies)
        : shop_(shop), cookies_(cookies) {}

    base::Actor authenticate(const http::Request& request) override;

  private:
    work::Workshop& shop_;
    const http::SessionCookies& cookies_;
};

}  // namespace medal::accounts
