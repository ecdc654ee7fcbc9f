// Where originals wait: encrypted on disk with a key that lives in memory only (a file on tmpfs, so that it
// outlives a killed process but no reboot), until processing ends or 24 hours are over. Speaks tus's store
// interface; names that come with an upload are dropped. IMAGING.md, "The way a file goes".
#pragma once

#include "contribution/types.h"
#include "http/tus_store.h"
#include "work/run.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace medal::contribution {

struct UploadRow;

constexpr std::int64_t kQuarantineLife_us = 24 * base::kHour_us;
constexpr std::int64_t kMaxOpenUploads = 20'000;

class Quarantine final : public http::TusStore {
  public:
    struct Places {
        /// Encrypted bytes.
        std::filesystem::path folder;
        /// Must be on tmpfs: the key, and clear files while a case is processed.
        std::filesystem::path memory_folder;
    };

    /// Makes the folders and, where there is none, the key. Throws Error{unavailable,
    /// "quarantine.not_in_memory"} when `memory_folder` is not on a memory file system.
    Quarantine(Places places, work::Workshop& shop);

    http::UploadState create(const base::Actor& owner, const http::NewUpload& upload) override;
    http::UploadState find(const base::Actor& owner, const std::string& id) override;
    std::unique_ptr<http::UploadWriter> open(const base::Actor& owner, const std::string& id,
                                             std::uint64_t offset_bytes, http::Commit commit) override;
    void terminate(const base::Actor& owner, const std::string& id) override;

    /// Throws what `create` would throw for this owner and case.
    void require_open(const base::Actor& owner, CaseId case_id);
    /// For a file whose length is known when it ends (a part of a body): complete with `commit`, gone with
    /// `abandon`. Throws what `create` throws; the writer throws Error{too_large, "tus.too_long"} beyond
    /// `most_bytes`.
    std::unique_ptr<http::UploadWriter> receive(const base::Actor& owner, CaseId case_id,
                                                std::uint64_t most_bytes);
    /// What `terminate` does; a failure is logged.
    void give_up(const base::Actor& owner, UploadId id) noexcept;

    /// A fresh folder in memory for the clear files of one case; removed with everything in it by the guard.
    class ClearFolder {
      public:
        explicit ClearFolder(std::filesystem::path path);
        ~ClearFolder();
        ClearFolder(const ClearFolder&) = delete;
        ClearFolder& operator=(const ClearFolder&) = delete;
        const std::filesystem::path& path() const { return path_; }

      private:
        std::filesystem::path path_;
    };
    ClearFolder make_clear_folder(CaseId id) const;

    /// Throws Error{not_found, "quarantine.gone"} when the bytes are no longer there.
    void decrypt(UploadId id, const std::filesystem::path& target) const;
    void shred(UploadId id) const;
    std::uint64_t received_bytes(UploadId id) const;

    /// Removes what has waited too long; returns how many.
    int shred_expired();
    /// Removes what a process that was killed left behind: bytes whose upload is processed or gone, clear
    /// files of cases that nobody processes. Returns how many. Safe beside other processes on the same data.
    int shred_leftovers();

  private:
    class Writer;
    std::filesystem::path path_of(UploadId id) const;
    /// XChaCha20 with a nonce from the id; the keystream is addressed by the offset, so uploads may be
    /// resumed.
    void apply_keystream(UploadId id, std::uint64_t offset_bytes, std::span<std::byte> bytes) const;
    UploadRow add_row(const base::Actor& owner, CaseId case_id, std::uint64_t size_bytes);
    http::UploadState state_of(const UploadRow& row) const;
    bool is_awaited(UploadId id) const;
    bool is_processing(CaseId id) const;

    Places places_;
    work::Workshop& shop_;
    std::array<unsigned char, 32> key_{};
};

/// "/dev/shm/medal-<hash of the data folder>": the default memory folder.
std::filesystem::path default_memory_folder(const std::filesystem::path& data_folder);

}  // namespace medal::contribution
