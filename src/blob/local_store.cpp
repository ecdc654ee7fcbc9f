#include "base/error.h"
#include "base/random.h"
#include "blob/store.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace medal::blob {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kTempNameBytes = 16;

class File {
  public:
    File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    bool is_open() const { return fd_ >= 0; }
    int fd() const { return fd_; }
    /// Against every other holder of the file or folder, in this process and in others, until it is closed.
    bool lock(bool waits) const { return ::flock(fd_, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0; }

  private:
    int fd_;
};

[[noreturn]] void throw_disk(const char* step) {
    throw base::Error{base::ErrorKind::unavailable,
                      "blob.disk",
                      "The store cannot be written; is the disk full?",
                      {.field = {}, .hint = "Free space and try again; nothing was lost.", .detail = step}};
}

void write_all(const File& file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file.fd(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw_disk("write");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void sync_folder(const fs::path& folder) {
    const File handle{folder, O_RDONLY | O_DIRECTORY};
    if (!handle.is_open() || ::fsync(handle.fd()) != 0) throw_disk("fsync folder");
}

// Removes the temporary file unless it was renamed away.
struct TempGuard {
    fs::path path;
    ~TempGuard() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

class LocalStore final : public Store {
  public:
    explicit LocalStore(fs::path folder) : folder_(std::move(folder)) {
        fs::create_directories(folder_ / "tmp");
        remove_leftovers();
    }

    StoredBlob put(const Source& source) override {
        base::SecureRandom random;
        const TempGuard temp{folder_ / "tmp" / base::random_token(random, kTempNameBytes)};
        const File file{temp.path, O_WRONLY | O_CREAT | O_EXCL};
        if (!file.is_open() || !file.lock(true)) throw_disk("create");
        const auto stored = copy(source, file);
        if (::fsync(file.fd()) != 0) throw_disk("fsync");
        publish(temp.path, stored.hash);
        return stored;
    }

    void read(const base::Sha256& hash, const Sink& sink) override {
        const File file{path_of(hash), O_RDONLY};
        if (!file.is_open()) throw_missing(hash);
        base::Sha256Stream stream;
        std::vector<std::byte> buffer(kBufferBytes);
        for (;;) {
            const auto length = ::read(file.fd(), buffer.data(), buffer.size());
            if (length < 0 && errno == EINTR) continue;
            if (length < 0) throw_disk("read");
            if (length == 0) break;
            const std::span<const std::byte> part{buffer.data(), static_cast<std::size_t>(length)};
            stream.update(part);
            sink(part);
        }
        if (stream.finish() != hash) {
            throw base::Error{base::ErrorKind::internal,
                              "blob.damaged",
                              "A stored file is damaged.",
                              {.field = {}, .hint = "Restore it from the backup.", .detail = hash.text()}};
        }
    }

    bool has(const base::Sha256& hash) override { return fs::exists(path_of(hash)); }

    std::optional<fs::path> local_path(const base::Sha256& hash) override {
        auto path = path_of(hash);
        return fs::exists(path) ? std::optional{std::move(path)} : std::nullopt;
    }

    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        const auto path = path_of(hash);
        const File shard{path.parent_path(), O_RDONLY | O_DIRECTORY};
        if (!shard.is_open()) return true;
        if (!shard.lock(true)) throw_disk("lock");
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) return true;
        if (status.st_mtime >= since_s) return false;
        if (::unlink(path.c_str()) != 0) throw_disk("unlink");
        return true;
    }

    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        for (const auto& entry : fs::recursive_directory_iterator{folder_}) {
            if (!entry.is_regular_file()) continue;
            const auto hash = base::Scalar<base::Sha256>::parse(entry.path().filename().string());
            struct stat status {};
            if (hash && ::stat(entry.path().c_str(), &status) == 0) visit(*hash, status.st_mtime);
        }
    }

  private:
    [[noreturn]] static void throw_missing(const base::Sha256& hash) {
        throw base::Error{base::ErrorKind::not_found,
                          "blob.missing",
                          "This file is not stored.",
                          {.field = {}, .hint = {}, .detail = hash.text()}};
    }

    fs::path path_of(const base::Sha256& hash) const {
        const auto text = hash.text();
        return folder_ / text.substr(0, 2) / text;
    }

    static StoredBlob copy(const Source& source, const File& file) {
        StoredBlob stored;
        base::Sha256Stream stream;
        std::vector<std::byte> buffer(kBufferBytes);
        for (auto length = source(buffer); length > 0; length = source(buffer)) {
            const std::span<const std::byte> part{buffer.data(), length};
            stream.update(part);
            write_all(file, part);
            stored.bytes += static_cast<std::int64_t>(length);
        }
        stored.hash = stream.finish();
        return stored;
    }

    // A blob that is there already gets a new time: the collector's period of grace begins again. Under the
    // lock the collector either sees that time or is done before the blob is put back.
    void publish(const fs::path& temp, const base::Sha256& hash) {
        const auto path = path_of(hash);
        std::error_code problem;
        fs::create_directories(path.parent_path(), problem);
        const File shard{path.parent_path(), O_RDONLY | O_DIRECTORY};
        if (!shard.is_open() || !shard.lock(true)) throw_disk("lock");
        if (::utimensat(AT_FDCWD, temp.c_str(), nullptr, 0) != 0) throw_disk("touch");
        if (::rename(temp.c_str(), path.c_str()) != 0) throw_disk("rename");
        if (::fsync(shard.fd()) != 0) throw_disk("fsync folder");
        sync_folder(folder_);
    }

    // What a process that died left half-written. The living hold a lock on theirs.
    void remove_leftovers() {
        for (const auto& entry : fs::directory_iterator{folder_ / "tmp"}) {
            const File file{entry.path(), O_RDONLY};
            std::error_code ignored;
            if (file.is_open() && file.lock(false)) fs::remove(entry.path(), ignored);
        }
    }

    fs::path folder_;
};

}  // namespace

std::unique_ptr<Store> open_local_store(const fs::path& folder) {
    return std::make_unique<LocalStore>(folder);
}

StoredBlob put_text(Store& store, std::string_view text) {
    return store.put([&](std::span<std::byte> space) {
        const auto length = std::min(space.size(), text.size());
        const auto bytes = base::bytes_of(text.substr(0, length));
        std::copy(bytes.begin(), bytes.end(), space.begin());
        text.remove_prefix(length);
        return length;
    });
}

StoredBlob put_file(Store& store, const fs::path& path) {
    const File file{path, O_RDONLY};
    if (!file.is_open()) base::fail_internal("a file to be stored cannot be opened");
    return store.put([&](std::span<std::byte> space) {
        const auto length = ::read(file.fd(), space.data(), space.size());
        if (length < 0) throw_disk("read source");
        return static_cast<std::size_t>(length);
    });
}

std::string read_text(Store& store, const base::Sha256& hash) {
    std::string text;
    store.read(hash, [&](std::span<const std::byte> part) {
        text.append(reinterpret_cast<const char*>(part.data()), part.size());
    });
    return text;
}

}  // namespace medal::blob
