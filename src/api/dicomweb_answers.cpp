#include "api/dicomweb_answers.h"

#include "base/error.h"

#include <utility>

namespace medal::api {

http::Response kept_private(http::Response response) {
    response.headers.push_back({"Cache-Control", "private, no-cache"});
    response.headers.push_back({"Vary", "Accept, Cookie, Authorization"});
    return response;
}

void throw_not_acceptable(std::string message, std::string hint) {
    throw base::Error{
        base::ErrorKind::unsupported, "http.not_acceptable", std::move(message), {.hint = std::move(hint)}};
}

std::string boundary_for(base::Random& random) {
    constexpr std::size_t kRandomBytes = 24;
    return base::random_token(random, kRandomBytes);
}

}  // namespace medal::api
