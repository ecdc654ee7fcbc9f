#include "http/body.h"

#include "base/error.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace medal::http {

TempFile::TempFile(const std::filesystem::path& folder) {
    std::string name = (folder / "body-XXXXXX").string();
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0) base::fail_internal("mkostemp: " + std::generic_category().message(errno));
    path_ = name;
}

TempFile::~TempFile() {
    close();
}

TempFile::TempFile(TempFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      size_(std::exchange(other.size_, 0)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
    if (this == &other) return *this;
    close();
    path_ = std::move(other.path_);
    descriptor_ = std::exchange(other.descriptor_, -1);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

void TempFile::write(std::span<const std::byte> piece) {
    write_all(descriptor_, piece);
    size_ += piece.size();
}

void TempFile::close() noexcept {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(path_.c_str());
    descriptor_ = -1;
}

void write_all(int descriptor, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && (errno == ENOSPC || errno == EDQUOT)) {
            throw base::Error{
                base::ErrorKind::unavailable,
                "storage.full",
                "There is no space left to store this.",
                {.field = {}, .hint = "Tell the operator of this server.", .detail = "write: ENOSPC"}};
        }
        if (written < 0) base::fail_internal("write: " + std::generic_category().message(errno));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

}  // namespace medal::http
