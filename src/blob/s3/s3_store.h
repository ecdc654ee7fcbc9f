// Blobs in any S3-compatible store (Ceph, MinIO, AWS), under <prefix><hash>. The server checks the SHA-256 of
// what it is sent; we check it of what we read. Where the bucket keeps versions, the collector removes
// exactly the one it looked at; without versions a put within milliseconds of a removal relies on the period
// of grace.
#pragma once

#include "base/time.h"
#include "blob/s3/signer.h"
#include "blob/store.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace medal::blob::s3 {

struct Options {
    /// "https://s3.example.org" without a path; buckets are named in the path.
    std::string endpoint;
    std::string bucket;
    std::string prefix = "blobs/";
    Credentials credentials;
    /// Where a blob is gathered before it is sent, since its name is its hash.
    std::filesystem::path spool_folder;
    std::filesystem::path ca_file{};
    /// Larger blobs go up in parts of so much (S3: 5 MiB to 5 GiB, at most 10 000 parts).
    std::uint64_t part_bytes = std::uint64_t{64} << 20U;
};

/// `clock` outlives the store. Errors: those of Store, and {unavailable, "blob.s3"}.
std::unique_ptr<Store> open_s3_store(const Options& options, const base::Clock& clock);

}  // namespace medal::blob::s3
