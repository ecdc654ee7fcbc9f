// An open file of the quarantine. What it holds is encrypted; this knows nothing of that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

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

}  // namespace medal::contribution
