#include "imaging/deid/written_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kReadWholeBytes = 4UL << 20;

class Open {
  public:
    explicit Open(const std::filesystem::path& path)
        : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {}
    ~Open() {
        if (fd_ >= 0) close(fd_);
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    int fd() const { return fd_; }

  private:
    int fd_;
};

}  // namespace

bool WrittenFile::read_whole(const std::filesystem::path& path) {
    const Open file{path};
    struct stat status {};
    if (file.fd() < 0 || fstat(file.fd(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > kReadWholeBytes) return false;
    read_ = std::make_unique_for_overwrite<std::byte[]>(size);
    while (read_bytes_ < size) {
        const auto count = read(file.fd(), read_.get() + read_bytes_, size - read_bytes_);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        read_bytes_ += static_cast<std::size_t>(count);
    }
    return true;
}

WrittenFile::WrittenFile(const std::filesystem::path& path) {
    if (!read_whole(path)) mapped_.emplace(path);
}

}  // namespace medal::imaging::deid
