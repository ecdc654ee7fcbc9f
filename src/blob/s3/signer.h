// AWS Signature Version 4 for S3:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html Signs whole requests by
// a header, and links by their query. Chunked uploads are not covered.
#pragma once

#include "base/time.h"
#include "net/client.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::blob::s3 {

struct Credentials {
    std::string access_key;
    std::string secret_key;
    std::string region = "us-east-1";
};

constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

/// A request before it is encoded and signed. `host` is what the Host header will say, with a port that is
/// not the scheme's own.
struct Call {
    std::string method = "GET";
    std::string host;
    std::string path = "/";
    std::vector<std::pair<std::string, std::string>> query{};
    /// Signed as well, beside host and x-amz-*.
    std::vector<net::Header> headers{};
    std::string payload_sha256 = std::string{kUnsignedPayload};
};

/// Path and query as they must be sent.
std::string encoded_target(const Call& call);

/// The call's headers and x-amz-content-sha256, x-amz-date, Authorization; without Host, which the client
/// sends.
std::vector<net::Header> signed_headers(const Call& call, const Credentials& credentials, base::Instant now);

/// A target that whoever has it may call with that method for `valid_s` seconds (at most a week).
std::string presigned_target(const Call& call, const Credentials& credentials, base::Instant now,
                             int valid_s);

}  // namespace medal::blob::s3
