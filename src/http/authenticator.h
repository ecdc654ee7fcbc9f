// Who asks: implemented by accounts/, called by the server on a worker thread before the handler.
#pragma once

#include "base/actor.h"
#include "http/request.h"

namespace medal::http {

class Authenticator {
  public:
    virtual ~Authenticator() = default;

    /// Asked only when a session cookie or a bearer token is there. Throws Error{unauthenticated} when it is
    /// not valid (any more).
    virtual base::Actor authenticate(const Request& request) = 0;
};

}  // namespace medal::http
