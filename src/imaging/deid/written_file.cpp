#include "imaging/deid/written_file.h"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kReadWholeBytes = 4UL << 20;

}  // namespace

bool WrittenFile::read_whole(int fd) {
    struct stat status {};
    if (fstat(fd, &status) != 0) return false;
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > kReadWholeBytes) return false;
    read_ = std::make_unique_for_overwrite<std::byte[]>(size);
    while (read_bytes_ < size) {
        const auto count =
            pread(fd, read_.get() + read_bytes_, size - read_bytes_, static_cast<off_t>(read_bytes_));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        read_bytes_ += static_cast<std::size_t>(count);
    }
    return true;
}

WrittenFile::WrittenFile(const NewFile& file) {
    if (!read_whole(file.descriptor())) mapped_.emplace(file.path());
}

}  // namespace medal::imaging::deid
