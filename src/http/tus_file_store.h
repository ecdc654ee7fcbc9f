// Resumable uploads in a folder, one sub-folder per person: ID.json says what is expected, ID.bin holds what
// has arrived; its size is the offset, so that a killed server loses nothing. Locks are flock(2): they hold
// between processes too, and end with them.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "http/tus_store.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace medal::http {

struct TusFileStoreOptions {
    std::filesystem::path folder;
    /// Without a new byte for so long an upload expires.
    std::int64_t expires_after_us = 7 * base::kDay_us;
    std::size_t max_uploads_per_person = 20'000;
};

class TusFileStore final : public TusStore {
  public:
    /// Both must outlive the store.
    TusFileStore(TusFileStoreOptions options, const base::Clock& clock, base::Random& random);

    UploadState create(const base::Actor& owner, const NewUpload& upload) override;
    UploadState find(const base::Actor& owner, const std::string& id) override;
    std::unique_ptr<UploadWriter> open(const base::Actor& owner, const std::string& id,
                                       std::uint64_t offset_bytes, Commit commit) override;
    void terminate(const base::Actor& owner, const std::string& id) override;

    /// The bytes of a complete upload; throws Error{conflict, "tus.incomplete"} before that.
    std::filesystem::path completed_file(const base::Actor& owner, const std::string& id);

    /// Removes what has expired; returns how many uploads that were. For a periodic job.
    std::size_t remove_expired();

  private:
    std::filesystem::path folder_of(const base::Actor& owner) const;
    std::filesystem::path stem_of(const base::Actor& owner, const std::string& id) const;
    UploadState read(const std::filesystem::path& stem, const std::string& id) const;

    TusFileStoreOptions options_;
    const base::Clock& clock_;
    base::Random& random_;
};

}  // namespace medal::http
