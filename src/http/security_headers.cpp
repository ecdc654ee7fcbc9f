#include "http/security_headers.h"

namespace medal::http {

SecurityHeaders::SecurityHeaders(const ServerOptions& options) {
    for (const auto& source : options.content_sources) sources_ += ' ' + source;
    common_ =
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Referrer-Policy: strict-origin-when-cross-origin\r\n"
        "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n";
    if (options.is_behind_tls) {
        common_ += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
    }
    page_lines_ = common_ + "Content-Security-Policy: " + page_policy({}) + "\r\n";
    data_lines_ = common_ + "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
}

const std::string& SecurityHeaders::lines_for(const Response& response) const {
    if (!response.header("content-security-policy").empty()) return common_;
    return response.content_type.starts_with("text/html") ? page_lines_ : data_lines_;
}

std::string SecurityHeaders::page_policy(std::string_view nonce) const {
    std::string style = "'self'";
    if (!nonce.empty()) style += " 'nonce-" + std::string{nonce} + "'";
    // WebAssembly: the image codecs of the viewer. blob: and data:: pictures and workers it makes itself.
    return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src " + style +
           "; img-src 'self' data: blob:" + sources_ + "; media-src 'self' blob:" + sources_ +
           "; connect-src 'self' blob:" + sources_ +
           "; worker-src 'self' blob:; font-src 'self'; object-src 'none'; base-uri 'self'; "
           "form-action 'self'; frame-ancestors 'none'";
}

}  // namespace medal::http
