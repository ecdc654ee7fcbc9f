#include "contribution/quarantine_file.h"

#include "base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace medal::contribution {

QuarantineFile::QuarantineFile(const std::filesystem::path& path, int flags)
    : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}

QuarantineFile::~QuarantineFile() {
    if (fd_ >= 0) ::close(fd_);
}

void QuarantineFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
        const auto written = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            throw base::Error{base::ErrorKind::unavailable,
                              "quarantine.disk",
                              "The upload cannot be stored now.",
                              {.hint = "Try again later; the upload can be resumed."}};
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void throw_no_such_upload() {
    throw base::Error{base::ErrorKind::not_found,
                      "tus.not_found",
                      "There is no such upload, or it is not yours.",
                      {.hint = "Start the upload again."}};
}

UploadId upload_id_of(const std::string& text) {
    const auto id = base::Scalar<UploadId>::parse(text);
    if (!id) throw_no_such_upload();
    return *id;
}

}  // namespace medal::contribution
