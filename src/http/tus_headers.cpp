// What tus clients write into header fields, read strictly (fuzzed: tests/fuzz/tus_headers.cpp).
#include "base/encoding.h"
#include "http/headers.h"
#include "http/tus.h"

#include <algorithm>
#include <charconv>

namespace medal::http {
namespace {

constexpr std::size_t kMaxMetadataEntries = 64;
constexpr std::size_t kSha1_bytes = 20;
constexpr std::size_t kSha256_bytes = 32;

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char letter) { return letter > ' ' && letter < 0x7f; });
}

}  // namespace

std::optional<UploadMetadata> parse_upload_metadata(std::string_view header) {
    UploadMetadata metadata;
    for (const auto part : list_parts(header, ',')) {
        const auto space = part.find(' ');
        const auto key = part.substr(0, space);
        if (!is_key(key) || metadata.size() == kMaxMetadataEntries) return std::nullopt;
        std::string value;
        if (space != std::string_view::npos) {
            const auto bytes = base::from_base64(part.substr(space + 1));
            if (!bytes) return std::nullopt;
            std::transform(bytes->begin(), bytes->end(), std::back_inserter(value),
                           [](std::byte byte) { return static_cast<char>(byte); });
        }
        if (!metadata.emplace(key, std::move(value)).second) return std::nullopt;
    }
    return metadata;
}

std::optional<UploadChecksum> parse_upload_checksum(std::string_view header) {
    const auto space = header.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    auto digest = base::from_base64(header.substr(space + 1));
    if (!digest) return std::nullopt;
    const auto name = header.substr(0, space);
    if (name == "sha1" && digest->size() == kSha1_bytes) {
        return UploadChecksum{UploadChecksum::Algorithm::sha1, std::move(*digest)};
    }
    if (name == "sha256" && digest->size() == kSha256_bytes) {
        return UploadChecksum{UploadChecksum::Algorithm::sha256, std::move(*digest)};
    }
    return std::nullopt;
}

std::optional<std::uint64_t> parse_byte_count(std::string_view text) {
    std::uint64_t count = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, count);
    if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return count;
}

}  // namespace medal::http
