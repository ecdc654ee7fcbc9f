// Who may call: credentials, CSRF, rates, proxies; through the real server.
#include "http/pipeline.h"

#include "http/health.h"
#include "http/testing.h"

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace testing;

Response hello(Request& request) {
    return text_response(200, request.actor.is_person() ? "person" : "stranger");
}

Route private_route(Method method = Method::get) {
    auto route = route_for(method, "/private", hello);
    route.caller = CallerClass::signed_in;
    return route;
}

std::string change(const std::string& lines) {
    return "POST /private HTTP/1.1\r\nHost: medal.org\r\nContent-Length: 0\r\n" + lines + "\r\n";
}

TEST(Callers, are_asked_to_sign_in_where_the_route_wants_a_person) {
    RunningServer server{{private_route()}};
    const auto reply = get(server.port(), "/private");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.header("www-authenticate"), "Bearer realm=\"medal\"");
    EXPECT_EQ(get(server.port(), "/private", "Authorization: Bearer good\r\n").body, "person");
    EXPECT_EQ(get(server.port(), "/private", "Cookie: a=b; medal_session=good\r\n").body, "person");
    EXPECT_EQ(get(server.port(), "/private", "Authorization: Bearer bad\r\n").status, 401);
}

TEST(Callers, with_a_stale_cookie_still_see_public_pages_but_a_bad_token_is_told) {
    RunningServer server{{get_route("/public", hello)}};
    EXPECT_EQ(get(server.port(), "/public").body, "stranger");
    EXPECT_EQ(get(server.port(), "/public", "Cookie: medal_session=stale\r\n").body, "stranger");
    EXPECT_EQ(get(server.port(), "/public", "Authorization: Bearer bad\r\n").status, 401);
}

TEST(Csrf, token_of_the_session_is_needed_to_change_something) {
    RunningServer server{{private_route(Method::post)}};
    const std::string cookie = "Cookie: medal_session=good\r\n";
    const auto token = server.cookies().csrf_token("good");
    EXPECT_EQ(ask(server.port(), change(cookie)).status, 403);
    EXPECT_EQ(ask(server.port(), change(cookie + "X-CSRF-Token: wrong\r\n")).status, 403);
    EXPECT_EQ(
        ask(server.port(), change(cookie + "X-CSRF-Token: " + server.cookies().csrf_token("other") + "\r\n"))
            .status,
        403);
    EXPECT_EQ(ask(server.port(), change(cookie + "X-CSRF-Token: " + token + "\r\n")).status, 200);
}

TEST(Csrf, refuses_other_sites_even_with_the_token) {
    RunningServer server{{private_route(Method::post)}};
    const auto with_token =
        "Cookie: medal_session=good\r\nX-CSRF-Token: " + server.cookies().csrf_token("good") + "\r\n";
    EXPECT_EQ(ask(server.port(), change(with_token + "Origin: https://evil.org\r\n")).status, 403);
    EXPECT_EQ(ask(server.port(), change(with_token + "Origin: https://medal.org\r\n")).status, 200);
    EXPECT_EQ(ask(server.port(), change(with_token + "Sec-Fetch-Site: cross-site\r\n")).status, 403);
    EXPECT_EQ(ask(server.port(), change(with_token + "Sec-Fetch-Site: same-origin\r\n")).status, 200);
}

TEST(Csrf, is_no_matter_for_tokens_in_a_header) {
    RunningServer server{{private_route(Method::post)}};
    EXPECT_EQ(ask(server.port(), change("Authorization: Bearer good\r\n")).status, 200);
}

TEST(Csrf, token_is_not_asked_of_a_stale_cookie_so_that_its_owner_can_sign_in_again) {
    RunningServer server{{route_for(Method::post, "/private", hello)}};
    const std::string stale = "Cookie: medal_session=stale\r\n";
    EXPECT_EQ(ask(server.port(), change(stale)).status, 200);
    EXPECT_EQ(ask(server.port(), change(stale + "Origin: https://evil.org\r\n")).status, 403);
    EXPECT_EQ(ask(server.port(), change("Cookie: medal_session=good\r\n")).status, 403);
}

TEST(Cookies, are_host_bound_and_secure_behind_tls) {
    const SessionCookies plain{{false, "key"}};
    const SessionCookies secure{{true, "key"}};
    EXPECT_EQ(plain.start("s", 60).at(0), "medal_session=s; Path=/; Max-Age=60; SameSite=Lax; HttpOnly");
    EXPECT_EQ(secure.start("s", 60).at(0),
              "__Host-medal_session=s; Path=/; Max-Age=60; SameSite=Lax; Secure; HttpOnly");
    EXPECT_EQ(secure.start("s", 60).at(1), "__Host-medal_csrf=" + secure.csrf_token("s") +
                                               "; Path=/; Max-Age=60; SameSite=Strict; Secure");
    EXPECT_NE(secure.end().at(0).find("Max-Age=0"), std::string::npos);
}

TEST(SecurityFields, promise_https_only_behind_tls) {
    auto options = quick_options();
    options.is_behind_tls = true;
    RunningServer server{{get_route("/hello", hello)}, options};
    EXPECT_EQ(get(server.port(), "/hello").header("strict-transport-security"),
              "max-age=31536000; includeSubDomains");
}

TEST(RateLimit, answers_429_with_the_time_to_wait) {
    auto options = quick_options();
    options.rates.by_class[static_cast<std::size_t>(RateClass::write)] = {0.001, 2};
    auto route = get_route("/limited", hello);
    route.rate = RateClass::write;
    RunningServer server{{route}, options};
    EXPECT_EQ(get(server.port(), "/limited").status, 200);
    EXPECT_EQ(get(server.port(), "/limited").status, 200);
    const auto reply = get(server.port(), "/limited");
    EXPECT_EQ(reply.status, 429);
    EXPECT_NE(reply.header("retry-after"), "");
    EXPECT_EQ(get(server.port(), "/limited", "Authorization: Bearer good\r\n").status, 200);
}

TEST(RateLimit, counts_wrong_credentials_per_address) {
    auto options = quick_options();
    options.rates.by_class[static_cast<std::size_t>(RateClass::sign_in)] = {0.001, 2};
    RunningServer server{{private_route()}, options};
    EXPECT_EQ(get(server.port(), "/private", "Authorization: Bearer bad\r\n").status, 401);
    EXPECT_EQ(get(server.port(), "/private", "Authorization: Bearer bad\r\n").status, 401);
    EXPECT_EQ(get(server.port(), "/private", "Authorization: Bearer bad\r\n").status, 429);
}

TEST(RateLimit, refills_with_time_and_stays_bounded) {
    RateLimits limits;
    limits.by_class.fill({1, 2});
    limits.max_callers = 16;
    RateLimiter limiter{limits};
    const RateLimiter::Clock::time_point start{};
    EXPECT_FALSE(limiter.seconds_to_wait(RateClass::read, "a", start));
    EXPECT_FALSE(limiter.seconds_to_wait(RateClass::read, "a", start));
    EXPECT_EQ(limiter.seconds_to_wait(RateClass::read, "a", start), 1);
    EXPECT_FALSE(limiter.seconds_to_wait(RateClass::read, "a", start + std::chrono::seconds{1}));
    for (int caller = 0; caller < 10'000; ++caller) {
        EXPECT_FALSE(limiter.seconds_to_wait(RateClass::read, std::to_string(caller), start));
    }
}

TEST(RateLimit, takes_an_ipv6_network_for_one_caller) {
    EXPECT_EQ(caller_of_address("2a00:1450:4001:80b::200e"), "2a00:1450:4001:80b::");
    EXPECT_EQ(caller_of_address("193.174.55.1"), "193.174.55.1");
}

TEST(Proxies, are_believed_only_when_trusted) {
    const auto tell_peer =
        get_route("/peer", [](Request& request) { return text_response(200, request.peer); });
    RunningServer doubting{{tell_peer}};
    EXPECT_EQ(get(doubting.port(), "/peer", "X-Forwarded-For: 9.9.9.9\r\n").body, "127.0.0.1");
    auto options = quick_options();
    options.trusted_proxies = {"127.0.0.0/8", "10.0.0.1"};
    RunningServer trusting{{tell_peer}, options};
    EXPECT_EQ(get(trusting.port(), "/peer", "X-Forwarded-For: 1.1.1.1, 9.9.9.9, 10.0.0.1\r\n").body,
              "9.9.9.9");
    EXPECT_EQ(get(trusting.port(), "/peer", "X-Forwarded-For: junk\r\n").body, "127.0.0.1");
}

TEST(Health, is_told_to_everybody_and_metrics_to_the_operator) {
    Router router;
    std::string missing = "db.unreachable";
    add_health(router, {[&] { return missing; }, [] { return std::string{"metric 1\n"}; }, {"10.0.0.1"}});
    FakeAuthenticator authenticator;
    Server server{quick_options(), ServerParts{std::move(router), authenticator}};
    server.start();
    EXPECT_EQ(get(server.port(), "/healthz").status, 200);
    EXPECT_EQ(get(server.port(), "/readyz").status, 503);
    missing.clear();
    EXPECT_EQ(get(server.port(), "/readyz").status, 200);
    EXPECT_EQ(get(server.port(), "/metrics").status, 403);
}

}  // namespace
}  // namespace medal::http
