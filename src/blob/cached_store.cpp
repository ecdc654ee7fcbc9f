#include "blob/cached_store.h"

#include "base/error.h"
#include "base/log.h"
#include "base/random.h"

#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <limits>
#include <mutex>
#include <sys/stat.h>
#include <utility>

namespace medal::blob {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameBytes = 16;

struct Copy {
    base::Sha256 hash;
    std::int64_t used_at_s = 0;
    std::uint64_t bytes = 0;
};

// A file to gather a blob in, removed again.
struct Gathered {
    explicit Gathered(const fs::path& folder) {
        base::SecureRandom random;
        path = folder / (base::random_token(random, kNameBytes) + ".fetch");
    }
    ~Gathered() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
    Gathered(const Gathered&) = delete;
    Gathered& operator=(const Gathered&) = delete;

    fs::path path;
};

bool is_missing(const base::Error& error) {
    return error.code() == "blob.missing";
}

class CachedStore final : public Store {
  public:
    CachedStore(std::unique_ptr<Store> remote, const CacheOptions& options, const base::Clock& clock)
        : remote_(std::move(remote)),
          options_(options),
          clock_(clock),
          copies_(open_local_store(options.folder)) {
        for (const auto& entry : fs::directory_iterator{options_.folder})
            if (entry.path().extension() == ".fetch") fs::remove(entry.path());
        for (const auto& copy : list_copies()) bytes_ += copy.bytes;
    }

    StoredBlob put(const Source& source) override { return remote_->put(source); }

    void read(const base::Sha256& hash, const Sink& sink) override {
        if (!copies_->has(hash)) return remote_->read(hash, sink);
        try {
            copies_->read(hash, sink);
        } catch (const base::Error& error) {
            base::log_warning("blob.copy_dropped", {{"code", error.code()}, {"hash", hash.text()}});
            drop(hash);
            throw base::Error{base::ErrorKind::unavailable,
                              "blob.copy_damaged",
                              "A copy of a stored file was damaged; it was removed.",
                              {.field = {}, .hint = "Try again.", .detail = hash.text()}};
        }
    }

    bool has(const base::Sha256& hash) override { return remote_->has(hash); }

    std::optional<fs::path> local_path(const base::Sha256& hash) override {
        auto path = copies_->local_path(hash);
        if (path) {
            // From now on it is spared for a while.
            ::utimensat(AT_FDCWD, path->c_str(), nullptr, 0);
            if (fs::exists(*path)) return path;
        }
        return fetch(hash) ? copies_->local_path(hash) : std::nullopt;
    }

    std::optional<std::string> link(const base::Sha256& hash, int valid_s) override {
        return remote_->link(hash, valid_s);
    }

    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        if (!remote_->remove_unless_put_since(hash, since_s)) return false;
        drop(hash);
        return true;
    }

    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        remote_->for_each(visit);
    }

  private:
    // Whether it is there.
    bool fetch(const base::Sha256& hash) {
        const Gathered gathered{options_.folder};
        try {
            std::ofstream file{gathered.path, std::ios::binary};
            remote_->read(hash, [&](std::span<const std::byte> part) {
                file.write(reinterpret_cast<const char*>(part.data()),
                           static_cast<std::streamsize>(part.size()));
            });
            if (!file.flush()) throw_full();
        } catch (const base::Error& error) {
            if (is_missing(error)) return false;
            throw;
        }
        const auto stored = put_file(*copies_, gathered.path);
        make_room(static_cast<std::uint64_t>(stored.bytes));
        return true;
    }

    [[noreturn]] static void throw_full() {
        throw base::Error{base::ErrorKind::unavailable,
                          "blob.disk",
                          "A copy of a stored file cannot be written; is the disk full?",
                          {.field = {}, .hint = "Free space and try again; nothing was lost.", .detail = {}}};
    }

    std::vector<Copy> list_copies() {
        std::vector<Copy> copies;
        copies_->for_each([&](const base::Sha256& hash, std::int64_t used_at_s) {
            const auto path = copies_->local_path(hash);
            std::error_code gone;
            const auto bytes = path ? fs::file_size(*path, gone) : 0;
            if (path && !gone) copies.push_back({hash, used_at_s, bytes});
        });
        return copies;
    }

    // Other processes fill and empty the folder too, so what lies there is counted anew before any is
    // removed.
    void make_room(std::uint64_t added) {
        const std::lock_guard guard{mutex_};
        bytes_ += added;
        if (bytes_ <= options_.max_bytes) return;
        auto copies = list_copies();
        std::sort(copies.begin(), copies.end(),
                  [](const Copy& a, const Copy& b) { return a.used_at_s < b.used_at_s; });
        bytes_ = 0;
        for (const auto& copy : copies) bytes_ += copy.bytes;
        const auto unused_since_s = clock_.now().microseconds / base::kSecond_us - options_.spared_s;
        for (const auto& copy : copies) {
            if (bytes_ <= options_.max_bytes) return;
            if (copies_->remove_unless_put_since(copy.hash, unused_since_s)) bytes_ -= copy.bytes;
        }
    }

    void drop(const base::Sha256& hash) {
        copies_->remove_unless_put_since(hash, std::numeric_limits<std::int64_t>::max());
    }

    std::unique_ptr<Store> remote_;
    CacheOptions options_;
    const base::Clock& clock_;
    std::unique_ptr<Store> copies_;
    std::mutex mutex_;
    std::uint64_t bytes_ = 0;
};

}  // namespace

std::unique_ptr<Store> open_cached_store(std::unique_ptr<Store> remote, const CacheOptions& options,
                                         const base::Clock& clock) {
    return std::make_unique<CachedStore>(std::move(remote), options, clock);
}

}  // namespace medal::blob
