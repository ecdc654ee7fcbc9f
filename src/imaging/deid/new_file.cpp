#include "imaging/deid/new_file.h"

#include "base/error.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace medal::imaging::deid {
namespace {

constexpr std::size_t kPiecesAtOnce = 512;

base::Error cannot_write() {
    return {base::ErrorKind::unavailable, "imaging.write", "The output file cannot be written."};
}

std::filesystem::path beside(std::filesystem::path place) {
    place += ".part";
    return place;
}

}  // namespace

NewFile::NewFile(const std::filesystem::path& place)
    : place_(place),
      path_(beside(place)),
      fd_(open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)) {
    if (fd_ < 0) throw cannot_write();
}

NewFile::~NewFile() {
    if (fd_ < 0) return;
    close(fd_);
    unlink(path_.c_str());
}

NewFile::NewFile(NewFile&& other) noexcept
    : place_(std::move(other.place_)), path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

std::size_t NewFile::copy(int source, std::size_t offset, std::size_t size) {
    auto from = static_cast<off64_t>(offset);
    std::size_t copied = 0;
    while (copied < size) {
        const auto count = copy_file_range(source, &from, fd_, nullptr, size - copied, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        copied += static_cast<std::size_t>(count);
    }
    return copied;
}

void NewFile::write(std::vector<iovec> pieces) {
    std::size_t first = 0;
    while (first < pieces.size()) {
        const auto count = std::min(pieces.size() - first, kPiecesAtOnce);
        auto written = writev(fd_, pieces.data() + first, static_cast<int>(count));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw cannot_write();
        while (first < pieces.size() && static_cast<std::size_t>(written) >= pieces[first].iov_len) {
            written -= static_cast<ssize_t>(pieces[first].iov_len);
            ++first;
        }
        if (first == pieces.size()) return;
        pieces[first].iov_base = static_cast<char*>(pieces[first].iov_base) + written;
        pieces[first].iov_len -= static_cast<std::size_t>(written);
    }
}

void NewFile::take_place() {
    const int code = close(std::exchange(fd_, -1));
    if (code == 0 && rename(path_.c_str(), place_.c_str()) == 0) return;
    unlink(path_.c_str());
    throw cannot_write();
}

}  // namespace medal::imaging::deid
