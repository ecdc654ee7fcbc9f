// Where the bytes of a request body go. Up to 1 MiB stays in memory, more goes to a temporary file that is
// gone with the request; a route that wants the bytes as they come gives a sink of its own (tus).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace medal::http {

inline constexpr std::size_t kMaxBodyInMemory_bytes = std::size_t{1} << 20U;

/// Called on worker threads, one call at a time. Throwing a base::Error ends the request with that error.
class BodySink {
  public:
    virtual ~BodySink() = default;
    virtual void write(std::span<const std::byte> piece) = 0;
    /// The client went away or broke the protocol: what has been written is all there will be.
    virtual void broken() noexcept = 0;
};

/// A file that is unlinked when its owner goes. Readable by path until then.
class TempFile {
  public:
    TempFile() = default;
    explicit TempFile(const std::filesystem::path& folder);
    ~TempFile();
    TempFile(TempFile&& other) noexcept;
    TempFile& operator=(TempFile&& other) noexcept;

    explicit operator bool() const { return descriptor_ >= 0; }
    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }
    void write(std::span<const std::byte> piece);

  private:
    void close() noexcept;

    std::filesystem::path path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

/// write(2) until all is written; throws Error{unavailable, "storage.full"} when the disk is full.
void write_all(int descriptor, std::span<const std::byte> bytes);

}  // namespace medal::http
