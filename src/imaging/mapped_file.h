// A file as read-only bytes: mapped, never copied, so that memory does not follow the size of the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>

namespace medal::imaging {

/// What becomes of the descriptor by which the file was opened.
enum class Descriptor { closed, kept };

class MappedFile {
  public:
    /// Throws base::Error "imaging.unreadable" (missing, not a regular file) or "imaging.too_large".
    explicit MappedFile(const std::filesystem::path& path, Descriptor descriptor = Descriptor::closed);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;

    std::span<const std::byte> bytes() const noexcept { return bytes_; }

    /// -1 where it was not kept.
    int descriptor() const noexcept { return fd_; }
    /// Where in the file `part` lies; nullopt where it lies elsewhere in memory.
    std::optional<std::size_t> offset_of(std::span<const std::byte> part) const noexcept;

    /// Gives back the memory that `part` takes, as far as it lies in this file. The bytes stay readable: they
    /// are fetched again when they are looked at.
    void release(std::span<const std::byte> part) const noexcept;

  private:
    std::span<const std::byte> bytes_;
    int fd_ = -1;
};

}  // namespace medal::imaging
