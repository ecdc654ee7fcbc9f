#include "net/smtp.h"

#include "base/error.h"
#include "net/transfer.h"

#include <algorithm>
#include <string_view>

namespace medal::net {
namespace {

struct Source {
    std::string_view left;
};

std::size_t read_message(char* out, std::size_t, std::size_t room, void* context) {
    auto& left = static_cast<Source*>(context)->left;
    const auto size = std::min(room, left.size());
    std::copy_n(left.data(), size, out);
    left.remove_prefix(size);
    return size;
}

// An address with a line break or an angle bracket would add commands of its own.
const std::string& checked(const std::string& address) {
    if (address.empty() || address.find_first_of("\r\n<> ") != std::string::npos) {
        throw base::Error{base::ErrorKind::invalid, "net.mail_refused", "This is not a mail address."};
    }
    return address;
}

void set_security(CURL* handle, const SmtpServer& server) {
    const auto* scheme = server.security == SmtpSecurity::tls ? "smtps://" : "smtp://";
    set(handle, CURLOPT_URL, (scheme + server.host + ":" + std::to_string(server.port)).c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle, CURLOPT_USE_SSL,
        static_cast<long>(server.security == SmtpSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    if (!server.ca_file.empty()) set(handle, CURLOPT_CAINFO, server.ca_file.c_str());
    if (server.user.empty()) return;
    set(handle, CURLOPT_USERNAME, server.user.c_str());
    set(handle, CURLOPT_PASSWORD, server.password.c_str());
}

HeaderLines recipients_of(const Envelope& envelope) {
    HeaderLines list;
    for (const auto& address : envelope.to) {
        auto* longer = curl_slist_append(list.get(), ("<" + checked(address) + ">").c_str());
        if (longer == nullptr) base::fail_internal("curl_slist_append");
        static_cast<void>(list.release());
        list.reset(longer);
    }
    if (!list) base::fail_internal("mail without recipient");
    return list;
}

}  // namespace

void send_mail(const SmtpServer& server, const Envelope& envelope) {
    const auto easy = make_easy();
    auto* handle = easy.get();
    set_security(handle, server);
    const auto recipients = recipients_of(envelope);
    set(handle, CURLOPT_MAIL_FROM, ("<" + checked(envelope.from) + ">").c_str());
    set(handle, CURLOPT_MAIL_RCPT, recipients.get());
    Source source{envelope.message};
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_READFUNCTION, &read_message);
    set(handle, CURLOPT_READDATA, static_cast<void*>(&source));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(server.timeout.count()));
    set(handle, CURLOPT_NOSIGNAL, 1L);
    const auto code = curl_easy_perform(handle);
    if (code == CURLE_OK) return;
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    const bool is_final = status >= 500 && (code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                                            code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UPLOAD_FAILED);
    if (is_final) {
        throw base::Error{base::ErrorKind::invalid,
                          "net.mail_refused",
                          "The mail server refused this message.",
                          {.field = {}, .hint = {}, .detail = "SMTP " + std::to_string(status)}};
    }
    throw_transfer_error(code, false);
}

}  // namespace medal::net
