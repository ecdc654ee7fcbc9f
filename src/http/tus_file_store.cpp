#include "http/tus_file_store.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/json.h"
#include "http/body.h"
#include "http/problem.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <boost/describe.hpp>

namespace medal::http {

/// What ID.json holds.
struct StoredUpload {
    std::int64_t size_bytes = 0;
    std::map<std::string, std::string> metadata;
};
BOOST_DESCRIBE_STRUCT(StoredUpload, (), (size_bytes, metadata))

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kId_bytes = 24;
constexpr std::size_t kId_letters = 32;

base::Error not_found() {
    return base::Error{base::ErrorKind::not_found, "tus.not_found", "There is no such upload."};
}

[[noreturn]] void fail_system(const char* call) {
    base::fail_internal(std::string{call} + ": " + std::generic_category().message(errno));
}

fs::path with_ending(const fs::path& stem, const char* ending) {
    return fs::path{stem}.concat(ending);
}

/// An open file descriptor, closed with its owner; the lock on it ends then too.
class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;

    explicit operator bool() const { return value_ >= 0; }
    int get() const { return value_; }

    bool try_lock() const { return ::flock(value_, LOCK_EX | LOCK_NB) == 0; }
    struct stat status() const {
        struct stat status {};
        if (::fstat(value_, &status) != 0) fail_system("fstat");
        return status;
    }

  private:
    int value_;
};

void write_durably(const fs::path& path, const std::string& text) {
    const auto temporary = with_ending(path, ".new");
    {
        const Descriptor file{temporary, O_WRONLY | O_CREAT | O_TRUNC};
        if (!file) fail_system("open");
        write_all(file.get(), base::bytes_of(text));
        if (::fdatasync(file.get()) != 0) fail_system("fdatasync");
    }
    fs::rename(temporary, path);
}

std::optional<std::string> read_text(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// ID.unverified holds the offset that a checksummed part began at: what comes after it does not count yet.
std::optional<std::uint64_t> unverified_from(const fs::path& stem) {
    const auto text = read_text(with_ending(stem, ".unverified"));
    if (!text) return std::nullopt;
    std::uint64_t offset = 0;
    std::from_chars(text->data(), text->data() + text->size(), offset);
    return offset;
}

// If the mark is there and nobody holds the lock, the server died before the checksum was compared: the part
// never happened.
void take_back_unverified(const fs::path& stem, int descriptor, std::uint64_t offset) {
    if (::ftruncate(descriptor, static_cast<off_t>(offset)) != 0) fail_system("ftruncate");
    fs::remove(with_ending(stem, ".unverified"));
}

void remove_files(const fs::path& stem) {
    for (const auto* ending : {".json", ".unverified", ".bin"}) fs::remove(with_ending(stem, ending));
}

base::Instant expiry(const struct stat& status, std::int64_t expires_after_us) {
    return base::Instant{static_cast<std::int64_t>(status.st_mtim.tv_sec) * base::kSecond_us} +
           expires_after_us;
}

class FileWriter final : public UploadWriter {
  public:
    struct Parts {
        fs::path stem;
        Descriptor file;
        UploadState state;
        Commit commit;
        std::int64_t expires_after_us;
    };
    explicit FileWriter(Parts parts) : parts_(std::move(parts)), start_(parts_.state.offset_bytes) {}

    void write(std::span<const std::byte> piece) override {
        if (piece.size() > parts_.state.size_bytes - parts_.state.offset_bytes) {
            throw base::Error{base::ErrorKind::too_large, "tus.too_long",
                              "The upload has less room than this part needs."};
        }
        write_all(parts_.file.get(), piece);
        parts_.state.offset_bytes += piece.size();
    }

    UploadState commit() override {
        if (parts_.state.is_complete() && ::fdatasync(parts_.file.get()) != 0) fail_system("fdatasync");
        if (parts_.commit == Commit::at_end) fs::remove(with_ending(parts_.stem, ".unverified"));
        parts_.state.expires_at = expiry(parts_.file.status(), parts_.expires_after_us);
        return parts_.state;
    }

    void abandon() noexcept override {
        if (parts_.commit == Commit::as_it_comes) return;
        if (::ftruncate(parts_.file.get(), static_cast<off_t>(start_)) != 0) return;  // the marker stays
        std::error_code ignored;
        fs::remove(with_ending(parts_.stem, ".unverified"), ignored);
    }

  private:
    Parts parts_;
    std::uint64_t start_;
};

}  // namespace

TusFileStore::TusFileStore(TusFileStoreOptions options, const base::Clock& clock, base::Random& random)
    : options_(std::move(options)), clock_(clock), random_(random) {
    fs::create_directories(options_.folder);
}

fs::path TusFileStore::folder_of(const base::Actor& owner) const {
    return options_.folder / owner.person_id.text();
}

fs::path TusFileStore::stem_of(const base::Actor& owner, const std::string& id) const {
    const bool is_id = id.size() == kId_letters && std::all_of(id.begin(), id.end(), [](char letter) {
                           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                                  (letter >= 'A' && letter <= 'Z') || letter == '-' || letter == '_';
                       });
    if (!is_id) throw not_found();
    return folder_of(owner) / id;
}

UploadState TusFileStore::create(const base::Actor& owner, const NewUpload& upload) {
    const auto folder = folder_of(owner);
    fs::create_directories(folder);
    const auto files = std::distance(fs::directory_iterator{folder}, fs::directory_iterator{});
    if (static_cast<std::size_t>(files) >= options_.max_uploads_per_person * 2) {
        throw base::Error{base::ErrorKind::too_many, "tus.too_many", "You have too many unfinished uploads."};
    }
    const auto id = base::random_token(random_, kId_bytes);
    const auto stem = folder / id;
    if (!Descriptor{with_ending(stem, ".bin"), O_WRONLY | O_CREAT | O_EXCL}) fail_system("open");
    const StoredUpload stored{static_cast<std::int64_t>(upload.size_bytes), upload.metadata};
    write_durably(with_ending(stem, ".json"), base::to_json(stored));
    return read(stem, id);
}

UploadState TusFileStore::read(const fs::path& stem, const std::string& id) const {
    const auto text = read_text(with_ending(stem, ".json"));
    const Descriptor file{with_ending(stem, ".bin"), O_RDWR};
    if (!text || !file) throw not_found();
    const auto unverified = unverified_from(stem);
    if (unverified && file.try_lock()) take_back_unverified(stem, file.get(), *unverified);
    const auto stored = base::from_json<StoredUpload>(*text);
    const auto status = file.status();
    UploadState state;
    state.id = id;
    state.size_bytes = static_cast<std::uint64_t>(stored.size_bytes);
    state.offset_bytes = unverified.value_or(static_cast<std::uint64_t>(status.st_size));
    state.metadata = stored.metadata;
    state.expires_at = expiry(status, options_.expires_after_us);
    return state;
}

UploadState TusFileStore::find(const base::Actor& owner, const std::string& id) {
    auto state = read(stem_of(owner, id), id);
    if (state.expires_at < clock_.now()) throw protocol_error("tus.gone");
    return state;
}

std::unique_ptr<UploadWriter> TusFileStore::open(const base::Actor& owner, const std::string& id,
                                                 std::uint64_t offset_bytes, Commit commit) {
    auto state = find(owner, id);
    const auto stem = stem_of(owner, id);
    Descriptor file{with_ending(stem, ".bin"), O_RDWR | O_APPEND};
    if (!file) throw not_found();
    if (!file.try_lock()) throw protocol_error("tus.locked");
    state.offset_bytes = static_cast<std::uint64_t>(file.status().st_size);
    if (state.offset_bytes != offset_bytes) {
        throw base::Error{base::ErrorKind::conflict,
                          "tus.offset_mismatch",
                          "The upload has arrived up to another byte.",
                          {.field = {}, .hint = "Ask with HEAD where to go on.", .detail = {}}};
    }
    if (commit == Commit::at_end)
        write_durably(with_ending(stem, ".unverified"), std::to_string(offset_bytes));
    return std::make_unique<FileWriter>(
        FileWriter::Parts{stem, std::move(file), std::move(state), commit, options_.expires_after_us});
}

void TusFileStore::terminate(const base::Actor& owner, const std::string& id) {
    const auto stem = stem_of(owner, id);
    const Descriptor file{with_ending(stem, ".bin"), O_RDWR};
    if (!file) throw not_found();
    if (!file.try_lock()) throw protocol_error("tus.locked");
    remove_files(stem);
}

fs::path TusFileStore::completed_file(const base::Actor& owner, const std::string& id) {
    if (!find(owner, id).is_complete()) {
        throw base::Error{base::ErrorKind::conflict, "tus.incomplete",
                          "The upload has not arrived completely."};
    }
    return with_ending(stem_of(owner, id), ".bin");
}

std::size_t TusFileStore::remove_expired() {
    std::size_t removed = 0;
    for (const auto& person : fs::directory_iterator{options_.folder}) {
        if (!person.is_directory()) continue;
        for (const auto& entry : fs::directory_iterator{person.path()}) {
            if (entry.path().extension() != ".bin") continue;
            const Descriptor file{entry.path(), O_RDWR};
            if (!file || !file.try_lock()) continue;
            if (clock_.now() < expiry(file.status(), options_.expires_after_us)) continue;
            remove_files(fs::path{entry.path()}.replace_extension());
            ++removed;
        }
    }
    return removed;
}

}  // namespace medal::http
