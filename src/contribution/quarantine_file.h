// An open file of the quarantine, and how uploads are named by who sends them. What a file holds is
// encrypted; this knows nothing of that.
#pragma once

#include "contribution/types.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace medal::contribution {

class QuarantineFile {
  public:
    /// `flags` of open(2); only its owner may read what is made.
    QuarantineFile(const std::filesystem::path& path, int flags);
    ~QuarantineFile();
    QuarantineFile(const QuarantineFile&) = delete;
    QuarantineFile& operator=(const QuarantineFile&) = delete;

    bool is_open() const { return fd_ >= 0; }
    int fd() const { return fd_; }

    /// Throws Error{unavailable, "quarantine.disk"}.
    void write_at(std::uint64_t offset, std::span<const std::byte> bytes) const;

  private:
    int fd_;
};

/// Error{not_found, "tus.not_found"}.
[[noreturn]] void throw_no_such_upload();
/// Throws the same for what is no id.
UploadId upload_id_of(const std::string& text);

}  // namespace medal::contribution
