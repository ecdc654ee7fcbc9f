// A temporary file in which a blob is gathered before it is sent on.
#pragma once

#include "blob/store.h"

#include <cstdint>
#include <filesystem>

namespace medal::blob::s3 {

class Spool {
  public:
    explicit Spool(const std::filesystem::path& folder);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Throws Error{unavailable, "blob.disk"} when the folder cannot be written.
    StoredBlob gather(const Source& source) const;
    base::Sha256 hash_of(std::uint64_t offset, std::uint64_t size) const;

  private:
    std::filesystem::path path_;
};

}  // namespace medal::blob::s3
