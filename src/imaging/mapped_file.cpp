#include "imaging/mapped_file.h"

#include "base/error.h"
#include "imaging/limits.h"

#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace medal::imaging {
namespace {

struct Closing {
    int fd = -1;
    ~Closing() {
        if (fd >= 0) close(fd);
    }
};

base::Error unreadable() {
    return base::Error{base::ErrorKind::not_found, "imaging.unreadable", "The file cannot be read."};
}

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path, Descriptor descriptor) {
    Closing file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat status {};
    if (file.fd < 0 || fstat(file.fd, &status) != 0 || !S_ISREG(status.st_mode)) throw unreadable();
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > kMaxFileBytes) {
        throw base::Error{base::ErrorKind::too_large, "imaging.too_large", "The file is larger than 64 GiB."};
    }
    if (size > 0) {
        void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd, 0);
        if (address == MAP_FAILED) throw unreadable();
        bytes_ = {static_cast<const std::byte*>(address), size};
    }
    if (descriptor == Descriptor::kept) fd_ = std::exchange(file.fd, -1);
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
    if (fd_ >= 0) close(fd_);
}

std::optional<std::size_t> MappedFile::offset_of(std::span<const std::byte> part) const noexcept {
    const auto* end = bytes_.data() + bytes_.size();
    const std::less_equal<const std::byte*> before;
    if (part.empty() || !before(bytes_.data(), part.data()) || !before(part.data() + part.size(), end))
        return std::nullopt;
    return static_cast<std::size_t>(part.data() - bytes_.data());
}

void MappedFile::release(std::span<const std::byte> part) const noexcept {
    const auto offset = offset_of(part);
    if (!offset) return;
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const auto begin = *offset / page * page;
    auto* const from = const_cast<std::byte*>(bytes_.data()) + begin;
    madvise(from, static_cast<std::size_t>(part.data() + part.size() - from), MADV_DONTNEED);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : bytes_(std::exchange(other.bytes_, {})), fd_(std::exchange(other.fd_, -1)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(fd_, other.fd_);
    return *this;
}

}  // namespace medal::imaging
