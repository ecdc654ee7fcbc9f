#include "accounts/conflicts.h"
#include "accounts/registration.h"
#include "accounts/sign_in.h"
#include "accounts/store.h"
#include "api/accounts_views.h"
#include "api/app.h"
#include "api/asset_access.h"
#include "api/typed_route.h"
#include "base/text.h"

namespace medal::api {
namespace {

using namespace accounts;
using http::CallerClass;
using http::Method;
using http::RateClass;

struct EmailCommand {
    std::string email;
};
BOOST_DESCRIBE_STRUCT(EmailCommand, (), (email))

struct TokenCommand {
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenCommand, (), (token))

struct ResetCommand {
    std::string token;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(ResetCommand, (), (token, password))

struct SignInCommand {
    std::string email;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SignInCommand, (), (email, password))

struct JoinCommand {
    base::Role role = base::Role::contributor;
};
BOOST_DESCRIBE_STRUCT(JoinCommand, (), (role))

struct Done {};
BOOST_DESCRIBE_STRUCT(Done, (), ())

constexpr int kCookieLife_s = 90 * 24 * 3600;

Me own_view(work::Unit& unit, const App& app, const Call& call) {
    const auto person = store::find_person(unit.db(), unit.actor().person_id);
    if (!person) throw base::Error{base::ErrorKind::unauthenticated, "session.none", "Sign in first."};
    auto me = me_of(unit, *person);
    if (const auto session = app.cookies.session_of(call.request()))
        me.csrf_token = app.cookies.csrf_token(*session);
    return me;
}

Endpoint open_to_all(std::string path, std::string id, std::string summary, int status) {
    return {.method = Method::post,
            .path = std::move(path),
            .operation_id = std::move(id),
            .summary = std::move(summary),
            .tag = "accounts",
            .caller = CallerClass::anyone,
            .rights = "anyone",
            .status = status,
            .rate = RateClass::sign_in};
}

void add_registration(Routes& routes) {
    routes.add_with_workshop<NewAccount, Done>(
        open_to_all("/api/v1/accounts", "signUp", "Make an account; a mail goes out", 202),
        [](work::Workshop& shop, http::Request& request, const NewAccount& account) {
            sign_up(shop, request.actor, account);
            return Done{};
        });
    routes.add<TokenCommand, Done>(
        open_to_all("/api/v1/accounts/verify", "verifyEmail", "Confirm an address", 200),
        [](work::Unit& unit, Call&, const TokenCommand& command) {
            verify_email(unit, command.token);
            return Done{};
        });
    routes.add<EmailCommand, Done>(open_to_all("/api/v1/accounts/resend-verification", "resendVerification",
                                               "Send the confirming mail again", 202),
                                   [](work::Unit& unit, Call&, const EmailCommand& command) {
                                       resend_verification(unit, command.email);
                                       return Done{};
                                   });
}

void add_password_reset(Routes& routes) {
    routes.add<EmailCommand, Done>(
        open_to_all("/api/v1/accounts/password-reset", "requestReset", "Send a link for a new password", 202),
        [](work::Unit& unit, Call&, const EmailCommand& command) {
            request_reset(unit, command.email);
            return Done{};
        });
    routes.add_with_workshop<ResetCommand, Done>(
        open_to_all("/api/v1/accounts/password-reset/confirm", "resetPassword", "Choose a new password", 200),
        [](work::Workshop& shop, http::Request& request, const ResetCommand& command) {
            reset_password(shop, request.actor, command.token, command.password);
            return Done{};
        });
}

void add_session(Routes& routes, const App& app) {
    routes.add_raw_with_body<SignInCommand, Me>(
        {.method = Method::post,
         .path = "/api/v1/session",
         .operation_id = "signIn",
         .summary = "Sign in with address and password",
         .tag = "accounts",
         .caller = CallerClass::anyone,
         .rights = "anyone",
         .rate = RateClass::sign_in},
        [&app](http::Request& request, const SignInCommand& command) {
            const std::string agent{request.header("user-agent").value_or("")};
            auto result = sign_in(app.shop, request.actor, {command.email, command.password, agent});
            const auto signed_in = require_signed_in(std::move(result));
            auto me = me_of(signed_in.person, signed_in.roles);
            me.csrf_token = app.cookies.csrf_token(signed_in.secret);
            auto response = http::json_response(200, base::to_json(me));
            for (auto& cookie : app.cookies.start(signed_in.secret, kCookieLife_s)) {
                response.headers.push_back({"Set-Cookie", std::move(cookie)});
            }
            return response;
        });
    routes.add<Nothing, Nothing>({.method = Method::del,
                                  .path = "/api/v1/session",
                                  .operation_id = "signOut",
                                  .summary = "Sign out; a token is removed",
                                  .tag = "accounts",
                                  .rate = RateClass::write,
                                  .scope = base::Scope::read},
                                 [&app](work::Unit& unit, Call& call, const Nothing&) {
                                     sign_out(unit);
                                     for (auto& cookie : app.cookies.end())
                                         call.answer_headers().push_back({"Set-Cookie", std::move(cookie)});
                                     return Nothing{};
                                 });
}

void add_me(Routes& routes, const App& app) {
    routes.add<Nothing, Me>(
        {.path = "/api/v1/me", .operation_id = "getMe", .summary = "The signed-in person", .tag = "accounts"},
        [&app](work::Unit& unit, Call& call, const Nothing&) { return own_view(unit, app, call); });
    routes.add<ProfileChange, Me>({.method = Method::patch,
                                   .path = "/api/v1/me",
                                   .operation_id = "changeMe",
                                   .summary = "Change one's profile",
                                   .tag = "accounts",
                                   .rate = RateClass::write},
                                  [&app](work::Unit& unit, Call& call, const ProfileChange& change) {
                                      change_profile(unit, change);
                                      return own_view(unit, app, call);
                                  });
    routes.add_with_workshop<PasswordChange, Nothing>(
        {.method = Method::post,
         .path = "/api/v1/me/password",
         .operation_id = "changePassword",
         .summary = "Change one's password; every session ends",
         .tag = "accounts",
         .rate = RateClass::sign_in},
        [](work::Workshop& shop, http::Request& request, const PasswordChange& change) {
            change_password(shop, request.actor, change);
            return Nothing{};
        });
    routes.add<JoinCommand, Me>({.method = Method::post,
                                 .path = "/api/v1/campaigns/{campaign}/join",
                                 .operation_id = "joinCampaign",
                                 .summary = "Take part as contributor or model developer",
                                 .tag = "accounts",
                                 .rights = "a verified person",
                                 .rate = RateClass::write},
                                [&app](work::Unit& unit, Call& call, const JoinCommand& command) {
                                    join(unit, campaign_id_of(unit, call), command.role);
                                    return own_view(unit, app, call);
                                });
}

void add_list_sessions(Routes& routes) {
    routes.add<Nothing, Page<SessionView>>(
        {.path = "/api/v1/me/sessions",
         .operation_id = "listSessions",
         .summary = "Where one is signed in",
         .tag = "accounts"},
        [](work::Unit& unit, Call&, const Nothing&) {
            Page<SessionView> page;
            for (const auto& row : store::sessions_of(unit.db(), unit.actor().person_id, unit.now())) {
                page.items.push_back({row.id, row.created_at, row.last_seen_at, row.user_agent,
                                      row.id.text() == unit.actor().credential_id});
            }
            return page;
        });
    routes.add<Nothing, Nothing>({.method = Method::del,
                                  .path = "/api/v1/me/sessions/{session_id}",
                                  .operation_id = "endSession",
                                  .summary = "End one session",
                                  .tag = "accounts",
                                  .rate = RateClass::write},
                                 [](work::Unit& unit, Call& call, const Nothing&) {
                                     const auto id = call.path<SessionId>("session_id");
                                     if (!store::remove_session(unit.db(), unit.actor().person_id, id))
                                         throw_no_such_id("session_id");
                                     return Nothing{};
                                 });
}

void add_list_tokens(Routes& routes) {
    routes.add<Nothing, Page<TokenView>>(
        {.path = "/api/v1/me/tokens",
         .operation_id = "listTokens",
         .summary = "One's API tokens",
         .tag = "accounts"},
        [](work::Unit& unit, Call&, const Nothing&) {
            Page<TokenView> page;
            for (const auto& row : store::tokens_of(unit.db(), unit.actor().person_id)) {
                page.items.push_back(
                    {row.id, row.name, row.scopes, row.created_at, row.last_used_at, row.expires_at});
            }
            return page;
        });
    routes.add<NewToken, MadeToken>(
        {.method = Method::post,
         .path = "/api/v1/me/tokens",
         .operation_id = "makeToken",
         .summary = "Make an API token; it is shown once",
         .tag = "accounts",
         .status = 201,
         .rate = RateClass::write},
        [](work::Unit& unit, Call&, const NewToken& token) { return make_token(unit, token); });
    routes.add<Nothing, Nothing>({.method = Method::del,
                                  .path = "/api/v1/me/tokens/{token_id}",
                                  .operation_id = "removeToken",
                                  .summary = "Remove an API token",
                                  .tag = "accounts",
                                  .rate = RateClass::write},
                                 [](work::Unit& unit, Call& call, const Nothing&) {
                                     const auto id = call.path<TokenId>("token_id");
                                     if (!store::remove_token(unit.db(), unit.actor().person_id, id))
                                         throw_no_such_id("token_id");
                                     return Nothing{};
                                 });
}

void add_credentials(Routes& routes) {
    add_list_sessions(routes);
    add_list_tokens(routes);
}

void add_list_conflicts(Routes& routes) {
    routes.add<Nothing, Page<ConflictView>>(
        {.path = "/api/v1/me/conflicts",
         .operation_id = "listConflicts",
         .summary = "Declared conflicts of interest",
         .tag = "accounts"},
        [](work::Unit& unit, Call&, const Nothing&) {
            Page<ConflictView> page;
            for (const auto& row : store::conflicts_of(unit.db(), unit.actor().person_id)) {
                page.items.push_back(conflict_view_of(unit, row));
            }
            return page;
        });
    routes.add<ConflictDraft, ConflictView>({.method = Method::post,
                                             .path = "/api/v1/me/conflicts",
                                             .operation_id = "declareConflict",
                                             .summary = "Declare a conflict with a person or an institution",
                                             .tag = "accounts",
                                             .status = 201,
                                             .rate = RateClass::write},
                                            [](work::Unit& unit, Call&, const ConflictDraft& draft) {
                                                return conflict_view_of(unit, declare_conflict(unit, draft));
                                            });
}

void add_remove_conflict(Routes& routes) {
    routes.add<Nothing, Nothing>({.method = Method::del,
                                  .path = "/api/v1/me/conflicts/{conflict_id}",
                                  .operation_id = "removeConflict",
                                  .summary = "Take a declaration back",
                                  .tag = "accounts",
                                  .rate = RateClass::write},
                                 [](work::Unit& unit, Call& call, const Nothing&) {
                                     const auto id = call.path<ConflictId>("conflict_id");
                                     if (!store::remove_conflict(unit.db(), unit.actor().person_id, id))
                                         throw_no_such_id("conflict_id");
                                     return Nothing{};
                                 });
}

void add_conflicts(Routes& routes) {
    add_list_conflicts(routes);
    add_remove_conflict(routes);
}

}  // namespace

void add_accounts_routes(Routes& routes, const App& app) {
    add_registration(routes);
    add_password_reset(routes);
    add_session(routes, app);
    add_me(routes, app);
    add_credentials(routes);
    add_conflicts(routes);
    add_people_routes(routes);
}

}  // namespace medal::api
