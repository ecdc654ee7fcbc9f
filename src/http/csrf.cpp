#include "http/csrf.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/random.h"

namespace medal::http {
namespace {

constexpr std::size_t kKey_bytes = 32;

std::string random_key() {
    base::SecureRandom random;
    return base::random_token(random, kKey_bytes);
}

// Fetch Metadata (W3C): browsers say where a request comes from, scripts of other sites cannot forge it.
// Older browsers send Origin only; it must name the host that was asked.
bool is_from_another_site(const Request& request) {
    if (const auto site = request.header("sec-fetch-site")) return *site == "cross-site";
    const auto origin = request.header("origin");
    if (!origin) return false;
    const auto host = request.header("host").value_or("");
    const auto scheme_end = origin->find("://");
    return scheme_end == std::string_view::npos || origin->substr(scheme_end + 3) != host;
}

[[noreturn]] void refuse(std::string code, std::string message) {
    throw base::Error{base::ErrorKind::forbidden,
                      std::move(code),
                      std::move(message),
                      {.field = {}, .hint = "Reload the page and try again.", .detail = {}}};
}

}  // namespace

SessionCookies::SessionCookies(CookieOptions options)
    : is_secure_(options.is_behind_tls),
      key_(options.csrf_key.empty() ? random_key() : std::move(options.csrf_key)),
      session_name_(is_secure_ ? "__Host-medal_session" : "medal_session"),
      csrf_name_(is_secure_ ? "__Host-medal_csrf" : "medal_csrf") {}

std::optional<std::string_view> SessionCookies::session_of(const Request& request) const {
    const auto value = request.cookie(session_name_);
    return value && !value->empty() ? value : std::nullopt;
}

std::string SessionCookies::csrf_token(std::string_view session) const {
    return base::base64url(base::hmac_sha256(base::bytes_of(key_), base::bytes_of(session)).bytes);
}

std::string SessionCookies::attributes(std::string_view same_site, int max_age_seconds) const {
    std::string text = "; Path=/; Max-Age=" + std::to_string(max_age_seconds) + "; SameSite=";
    text += same_site;
    if (is_secure_) text += "; Secure";
    return text;
}

std::vector<std::string> SessionCookies::start(std::string_view session, int max_age_seconds) const {
    // Lax, not Strict: links in mails and returns from identity providers must find the session.
    return {session_name_ + "=" + std::string{session} + attributes("Lax", max_age_seconds) + "; HttpOnly",
            csrf_name_ + "=" + csrf_token(session) + attributes("Strict", max_age_seconds)};
}

std::vector<std::string> SessionCookies::end() const {
    return {session_name_ + "=" + attributes("Lax", 0) + "; HttpOnly",
            csrf_name_ + "=" + attributes("Strict", 0)};
}

void SessionCookies::check(const Request& request) const {
    if (is_safe(request.method) || request.bearer()) return;
    if (is_from_another_site(request)) {
        refuse("csrf.cross_site", "This request was started by another site.");
    }
    const auto session = session_of(request);
    // A stale cookie signs nothing: whoever has it must be able to sign in again.
    if (!session || request.actor.kind == base::ActorKind::stranger) return;
    const auto token = request.header(kCsrfHeader);
    if (!token) refuse("csrf.token_missing", "The request does not carry the token of your session.");
    if (!base::equal_in_constant_time(*token, csrf_token(*session))) {
        refuse("csrf.token_wrong", "The token of the request does not belong to your session.");
    }
}

}  // namespace medal::http
