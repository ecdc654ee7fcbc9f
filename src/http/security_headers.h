// The fields that every answer carries: content security policy without unsafe-inline, no sniffing, no
// framing, HSTS behind TLS (OWASP secure headers; CSP level 3).
#pragma once

#include "http/options.h"
#include "http/response.h"

#include <string>
#include <string_view>

namespace medal::http {

class SecurityHeaders {
  public:
    explicit SecurityHeaders(const ServerOptions& options);

    /// Ready lines ("Name: value\r\n…") for a page or for data.
    const std::string& lines_for(const Response& response) const;

    /// The policy of a page; a non-empty nonce allows the style elements that bear it.
    std::string page_policy(std::string_view nonce) const;

  private:
    std::string sources_;
    std::string common_;
    std::string page_lines_;
    std::string data_lines_;
};

}  // namespace medal::http
