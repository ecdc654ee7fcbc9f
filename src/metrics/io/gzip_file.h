// Sequential bytes of a file that may be gzip-compressed. Every fault is an Error naming the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace medal::metrics {

class GzipFile {
  public:
    explicit GzipFile(const std::filesystem::path& path);

    /// How errors call the file.
    const std::string& name() const noexcept { return name_; }
    /// No more than this many bytes can come out of it, whatever its header claims.
    std::uint64_t most_bytes() const noexcept { return most_bytes_; }

    /// Fills `out` or throws: a file that ends early is damaged.
    void read(std::span<std::byte> out);
    void skip(std::uint64_t byte_count);
    /// To be called after the last voxel: throws where the checksum of a compressed file does not hold, or is
    /// missing.
    void require_whole();
    [[noreturn]] void fail_damaged(std::string what) const;

  private:
    struct Close {
        void operator()(void* handle) const noexcept;
    };
    std::string name_;
    std::uint64_t most_bytes_ = 0;
    std::unique_ptr<void, Close> handle_;
};

}  // namespace medal::metrics
