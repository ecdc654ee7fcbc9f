// A file as read-only bytes: mapped, never copied, so that memory does not follow the size of the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace medal::imaging {

class MappedFile {
  public:
    /// Throws base::Error "imaging.unreadable" (missing, not a regular file) or "imaging.too_large".
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::span<const std::byte> bytes() const noexcept { return bytes_; }

    /// Gives back the memory that `part` takes, as far as it lies in this file. The bytes stay readable: they
    /// are fetched again when they are looked at.
    void release(std::span<const std::byte> part) const noexcept;

  private:
    std::span<const std::byte> bytes_;
};

}  // namespace medal::imaging
