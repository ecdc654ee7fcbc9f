// Resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload) with the extensions creation,
// creation-with-upload, expiration, termination and checksum. Bodies go to the store as they arrive.
#pragma once

#include "http/route.h"
#include "http/router.h"
#include "http/tus_store.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

struct TusOptions {
    std::string path = "/files";
    std::uint64_t max_size_bytes = std::uint64_t{64} << 30U;
    std::size_t max_metadata_bytes = 8 * 1024;
    /// Asked before an upload is made; throws a base::Error to refuse it (rights, quota, kind of file).
    std::function<void(const Request&, const NewUpload&)> before_create{};
    /// Asked before every call that changes something; throws a base::Error to refuse it (scope of a token).
    std::function<void(const Request&)> before_change{};
    /// Told when the last byte has arrived.
    std::function<void(const Request&, const UploadState&)> after_complete{};
};

/// `store` must outlive the router.
void add_tus(Router& router, TusStore& store, TusOptions options);

/// "filename d29ybGQ=,is_private": nullopt when malformed.
std::optional<UploadMetadata> parse_upload_metadata(std::string_view header);

struct UploadChecksum {
    enum class Algorithm { sha1, sha256 };
    Algorithm algorithm = Algorithm::sha1;
    std::vector<std::byte> digest;
};

/// "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=": nullopt when malformed or of an unknown algorithm.
std::optional<UploadChecksum> parse_upload_checksum(std::string_view header);

/// A whole number of bytes, in digits only.
std::optional<std::uint64_t> parse_byte_count(std::string_view text);

}  // namespace medal::http
