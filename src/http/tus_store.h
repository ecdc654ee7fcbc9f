// Where resumable uploads are kept while they grow: the interface that the protocol (tus.h) stands on.
// A store shows an upload to its owner only; to everybody else it does not exist.
#pragma once

#include "base/actor.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace medal::http {

/// Client-given names and values (decoded); foreign text, never logged.
using UploadMetadata = std::map<std::string, std::string>;

struct NewUpload {
    std::uint64_t size_bytes = 0;
    UploadMetadata metadata;
};

struct UploadState {
    std::string id;
    std::uint64_t size_bytes = 0;
    std::uint64_t offset_bytes = 0;
    UploadMetadata metadata;
    base::Instant expires_at;

    bool is_complete() const { return offset_bytes == size_bytes; }
};

/// `as_it_comes`: what arrived stays even if the client leaves. `at_end`: all or nothing (checksummed parts).
enum class Commit { as_it_comes, at_end };

/// Holds the upload's lock while it lives.
class UploadWriter {
  public:
    virtual ~UploadWriter() = default;
    /// Throws Error{too_large, "tus.too_long"} beyond the announced size.
    virtual void write(std::span<const std::byte> piece) = 0;
    virtual UploadState commit() = 0;
    /// What `at_end` wrote is taken back; with `as_it_comes` it stays.
    virtual void abandon() noexcept = 0;
};

class TusStore {
  public:
    virtual ~TusStore() = default;

    virtual UploadState create(const base::Actor& owner, const NewUpload& upload) = 0;
    /// Throws Error{not_found}: "tus.not_found", or "tus.gone" when it has expired.
    virtual UploadState find(const base::Actor& owner, const std::string& id) = 0;
    /// Throws Error{conflict}: "tus.locked", "tus.offset_mismatch".
    virtual std::unique_ptr<UploadWriter> open(const base::Actor& owner, const std::string& id,
                                               std::uint64_t offset_bytes, Commit commit) = 0;
    virtual void terminate(const base::Actor& owner, const std::string& id) = 0;
};

}  // namespace medal::http
