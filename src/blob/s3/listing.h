// The few fields that we read from S3's XML answers: no general XML, no entities beyond the five predefined
// ones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::blob::s3 {

struct ListedObject {
    std::string key;
    std::int64_t modified_s = 0;
};

struct Listing {
    std::vector<ListedObject> objects;
    /// Empty at the end.
    std::string next_token;
};

/// The text of the first <name>…</name>; nullopt if there is none.
std::optional<std::string> element(std::string_view xml, std::string_view name);

/// A ListObjectsV2 answer; nullopt when it is not one.
std::optional<Listing> parse_listing(std::string_view xml);

/// "Wed, 21 Oct 2015 07:28:00 GMT" (RFC 9110, 5.6.7) in seconds since 1970.
std::optional<std::int64_t> parse_http_date(const std::string& text);

}  // namespace medal::blob::s3
