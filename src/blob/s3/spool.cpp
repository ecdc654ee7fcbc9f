#include "blob/s3/spool.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

namespace medal::blob::s3 {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kNameBytes = 16;

struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

std::filesystem::path new_path(const std::filesystem::path& folder) {
    base::SecureRandom random;
    return folder / (base::random_token(random, kNameBytes) + ".spool");
}

[[noreturn]] void throw_disk() {
    throw base::Error{
        base::ErrorKind::unavailable,
        "blob.disk",
        "The store cannot be written; is the disk full?",
        {.field = {}, .hint = "Free space and try again; nothing was lost.", .detail = "spool"}};
}

}  // namespace

Spool::Spool(const std::filesystem::path& folder) : path_(new_path(folder)) {}

Spool::~Spool() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

StoredBlob Spool::gather(const Source& source) const {
    const File file{std::fopen(path_.c_str(), "wbxe")};
    if (!file) throw_disk();
    StoredBlob stored;
    base::Sha256Stream stream;
    std::vector<std::byte> buffer(kBufferBytes);
    for (auto length = source(buffer); length > 0; length = source(buffer)) {
        stream.update({buffer.data(), length});
        if (std::fwrite(buffer.data(), 1, length, file.get()) != length) throw_disk();
        stored.bytes += static_cast<std::int64_t>(length);
    }
    if (std::fflush(file.get()) != 0) throw_disk();
    stored.hash = stream.finish();
    return stored;
}

base::Sha256 Spool::hash_of(std::uint64_t offset, std::uint64_t size) const {
    const File file{std::fopen(path_.c_str(), "rbe")};
    if (!file || std::fseek(file.get(), static_cast<long>(offset), SEEK_SET) != 0) throw_disk();
    base::Sha256Stream stream;
    std::vector<std::byte> buffer(kBufferBytes);
    while (size > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer.size()));
        if (std::fread(buffer.data(), 1, wanted, file.get()) != wanted) throw_disk();
        stream.update({buffer.data(), wanted});
        size -= wanted;
    }
    return stream.finish();
}

}  // namespace medal::blob::s3
