// Session and CSRF cookies. A call that changes something and is signed by the session cookie must repeat
// the CSRF token in a header; the token is bound to the session by a key, so that a cookie planted by a
// sibling domain does not help (OWASP CSRF cheat sheet, signed double submit).
#pragma once

#include "http/request.h"

#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

inline constexpr std::string_view kCsrfHeader = "x-csrf-token";

struct CookieOptions {
    bool is_behind_tls = false;
    /// Empty: drawn at random.
    std::string csrf_key;
};

class SessionCookies {
  public:
    explicit SessionCookies(CookieOptions options);

    /// "medal_session" or, behind TLS, "__Host-medal_session".
    const std::string& session_name() const { return session_name_; }
    const std::string& csrf_name() const { return csrf_name_; }

    /// The session of a request, if its cookie is there.
    std::optional<std::string_view> session_of(const Request& request) const;

    std::string csrf_token(std::string_view session) const;

    /// Values of the Set-Cookie fields that start a session: HttpOnly session, readable CSRF token.
    std::vector<std::string> start(std::string_view session, int max_age_seconds) const;
    /// … and that end one.
    std::vector<std::string> end() const;

    /// Throws Error{forbidden, "csrf.…"}: a cross-site origin, or a missing or wrong token where the session
    /// cookie gave the request its actor. Call after the actor is known.
    void check(const Request& request) const;

  private:
    std::string attributes(std::string_view same_site, int max_age_seconds) const;

    bool is_secure_;
    std::string key_;
    std::string session_name_;
    std::string csrf_name_;
};

}  // namespace medal::http
