#include "blob/s3/signer.h"

#include "base/encoding.h"
#include "base/hash.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <span>

namespace medal::blob::s3 {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

enum class Slash { kept, encoded };

std::string percent_encoded(std::string_view text, Slash slash) {
    constexpr std::string_view kUnreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        const bool stays =
            kUnreserved.find(c) != std::string_view::npos || (c == '/' && slash == Slash::kept);
        encoded += stays ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

/// 20130524T000000Z
std::string basic_time(base::Instant now) {
    const auto day = base::day_of(now);
    const auto midnight_us =
        now.microseconds - ((now.microseconds % base::kDay_us) + base::kDay_us) % base::kDay_us;
    const auto second = (now.microseconds - midnight_us) / base::kSecond_us;
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", day.year, day.month, day.day, second / 3600,
                       second / 60 % 60, second % 60);
}

std::string canonical_query(const Call& call) {
    std::vector<std::string> pairs;
    for (const auto& [name, value] : call.query) {
        pairs.push_back(percent_encoded(name, Slash::encoded) + "=" + percent_encoded(value, Slash::encoded));
    }
    std::sort(pairs.begin(), pairs.end());
    std::string joined;
    for (const auto& pair : pairs) joined += (joined.empty() ? "" : "&") + pair;
    return joined;
}

/// Lower-case names in order; the same for the list of names and for the headers.
std::map<std::string, std::string> canonical_headers(const Call& call) {
    std::map<std::string, std::string> headers{{"host", call.host}};
    for (const auto& header : call.headers) {
        headers[base::lower_ascii(header.name)] = std::string{base::trimmed(header.value)};
    }
    return headers;
}

std::string names_of(const std::map<std::string, std::string>& headers) {
    std::string names;
    for (const auto& [name, value] : headers) names += (names.empty() ? "" : ";") + name;
    return names;
}

std::string scope_of(const Credentials& credentials, const std::string& time) {
    return time.substr(0, 8) + "/" + credentials.region + "/s3/aws4_request";
}

std::string signature_of(const Call& call, const Credentials& credentials, const std::string& time) {
    // 1. The canonical request.
    const auto headers = canonical_headers(call);
    std::string request =
        call.method + "\n" + percent_encoded(call.path, Slash::kept) + "\n" + canonical_query(call) + "\n";
    for (const auto& [name, value] : headers) request += name + ":" + value + "\n";
    request += "\n" + names_of(headers) + "\n" + call.payload_sha256;
    // 2. The string to sign.
    const auto text = std::string{kAlgorithm} + "\n" + time + "\n" + scope_of(credentials, time) + "\n" +
                      base::sha256(request).text();
    // 3. The signing key.
    auto key =
        base::hmac_sha256(base::bytes_of("AWS4" + credentials.secret_key), base::bytes_of(time.substr(0, 8)));
    for (const std::string_view part :
         {std::string_view{credentials.region}, std::string_view{"s3"}, std::string_view{"aws4_request"}}) {
        key = base::hmac_sha256(key.bytes, base::bytes_of(part));
    }
    // 4. The signature.
    return base::hmac_sha256(key.bytes, base::bytes_of(text)).text();
}

}  // namespace

std::string encoded_target(const Call& call) {
    const auto query = canonical_query(call);
    return percent_encoded(call.path, Slash::kept) + (query.empty() ? "" : "?" + query);
}

std::vector<net::Header> signed_headers(const Call& call, const Credentials& credentials, base::Instant now) {
    const auto time = basic_time(now);
    Call complete = call;
    complete.headers.push_back({"x-amz-content-sha256", call.payload_sha256});
    complete.headers.push_back({"x-amz-date", time});
    const auto authorization =
        fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", kAlgorithm, credentials.access_key,
                    scope_of(credentials, time), names_of(canonical_headers(complete)),
                    signature_of(complete, credentials, time));
    complete.headers.push_back({"Authorization", authorization});
    return complete.headers;
}

std::string presigned_target(const Call& call, const Credentials& credentials, base::Instant now,
                             int valid_s) {
    const auto time = basic_time(now);
    Call link = call;
    link.payload_sha256 = kUnsignedPayload;
    link.query.emplace_back("X-Amz-Algorithm", kAlgorithm);
    link.query.emplace_back("X-Amz-Credential", credentials.access_key + "/" + scope_of(credentials, time));
    link.query.emplace_back("X-Amz-Date", time);
    link.query.emplace_back("X-Amz-Expires", std::to_string(valid_s));
    link.query.emplace_back("X-Amz-SignedHeaders", names_of(canonical_headers(link)));
    return encoded_target(link) + "&X-Amz-Signature=" + signature_of(link, credentials, time);
}

}  // namespace medal::blob::s3
