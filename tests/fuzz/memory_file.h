// A file that has no place on disk, for what reads paths only.
#pragma once

#include "target.h"

#include <cstddef>
#include <span>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace medal::fuzz {

class MemoryFile {
  public:
    explicit MemoryFile(std::span<const std::byte> bytes) : fd_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        require(fd_ >= 0);
        require(::write(fd_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
    }
    ~MemoryFile() { ::close(fd_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

  private:
    int fd_;
};

}  // namespace medal::fuzz
