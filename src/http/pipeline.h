// What happens to a request between its head and its answer, without a socket in sight: find the route,
// check the caller, run the handler, turn errors into problem documents.
#pragma once

#include "http/authenticator.h"
#include "http/csrf.h"
#include "http/options.h"
#include "http/rate_limit.h"
#include "http/router.h"

#include <exception>
#include <optional>

namespace medal::http {

class Pipeline {
  public:
    struct Parts {
        const Router& router;
        Authenticator& authenticator;
        const SessionCookies& cookies;
        RateLimiter& limiter;
    };
    explicit Pipeline(Parts parts) : parts_(parts) {}

    /// After the head, on the connection's thread: target, host, route, announced length. An answer here
    /// is a refusal before any byte of the body was read.
    std::optional<Response> admit(Request& request) const;

    /// May block: authentication, caller class, rate, CSRF. Fills `request.actor`; an answer is a refusal.
    std::optional<Response> authorize(Request& request) const;

    /// Opens the route's own sink; an answer is a refusal.
    std::optional<Response> open_sink(Request& request) const;

    /// Runs the handler and applies preconditions. Never throws.
    Response answer(Request& request) const;

    /// The problem document of a failure; what is not a base::Error is ours, and is logged.
    Response refuse(const Request& request, const std::exception& failure) const;

  private:
    void authenticate(Request& request) const;
    void take_token(Request& request) const;

    Parts parts_;
};

}  // namespace medal::http
