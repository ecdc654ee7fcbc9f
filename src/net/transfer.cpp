#include "net/transfer.h"

#include "base/error.h"
#include "net/address.h"

#include <mutex>
#include <sys/socket.h>
#include <unistd.h>

namespace medal::net {
namespace {

using base::ErrorKind;

curl_socket_t open_public_only(void* was_refused, curlsocktype, curl_sockaddr* address) {
    if (!is_public(address->addr)) {
        *static_cast<bool*>(was_refused) = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

[[noreturn]] void fail(ErrorKind kind, const char* code, const char* message, CURLcode cause) {
    throw base::Error{kind,
                      code,
                      message,
                      {.field = {}, .hint = {}, .detail = std::string{"curl: "} + curl_easy_strerror(cause)}};
}

}  // namespace

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

Easy make_easy() {
    start_curl();
    Easy easy{curl_easy_init()};
    if (!easy) base::fail_internal("curl_easy_init");
    return easy;
}

void check_option(CURLcode code) {
    if (code != CURLE_OK) base::fail_internal(std::string{"curl_easy_setopt: "} + curl_easy_strerror(code));
}

void guard_addresses(CURL* handle, bool& was_refused) {
    set(handle, CURLOPT_OPENSOCKETFUNCTION, &open_public_only);
    set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&was_refused));
    set(handle, CURLOPT_PROXY, "");
}

void throw_transfer_error(CURLcode code, bool was_refused) {
    if (was_refused) {
        fail(ErrorKind::forbidden, "net.address_forbidden", "This address is not on the public internet.",
             code);
    }
    switch (code) {
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
            fail(ErrorKind::invalid, "net.bad_url", "This is not a usable http or https address.", code);
        case CURLE_OPERATION_TIMEDOUT:
            fail(ErrorKind::unavailable, "net.timeout", "The other server took too long.", code);
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_USE_SSL_FAILED:
            fail(ErrorKind::unavailable, "net.tls", "The other server could not prove who it is.", code);
        case CURLE_LOGIN_DENIED:
            fail(ErrorKind::unavailable, "net.login_denied", "The other server refused our sign-in.", code);
        case CURLE_FILESIZE_EXCEEDED:
            fail(ErrorKind::too_large, "net.too_large", "The answer of the other server is too large.", code);
        default:
            fail(ErrorKind::unavailable, "net.unreachable", "The other server could not be reached.", code);
    }
}

}  // namespace medal::net
