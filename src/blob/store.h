// Bytes by their SHA-256. A blob is whole or not there: written beside, synced, renamed. What is read is
// verified. Who needs a blob says so in a row (references.h), in the transaction of the deed; the rest is
// collected.
#pragma once

#include "base/hash.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace medal::blob {

/// Gives the next bytes into the span, returns how many; 0 is the end.
using Source = std::function<std::size_t(std::span<std::byte>)>;
using Sink = std::function<void(std::span<const std::byte>)>;

struct StoredBlob {
    base::Sha256 hash;
    std::int64_t bytes = 0;
};

class Store {
  public:
    virtual ~Store() = default;

    /// Durable when it returns. The same bytes twice are stored once.
    virtual StoredBlob put(const Source& source) = 0;

    /// Streams a blob. Throws Error{not_found, "blob.missing"}, or Error{internal, "blob.damaged"} when the
    /// bytes no longer have the hash: then the sink has seen bytes that must not be believed.
    virtual void read(const base::Sha256& hash, const Sink& sink) = 0;

    virtual bool has(const base::Sha256& hash) = 0;

    /// Where the bytes lie, for sendfile; nullopt when they are not on this machine.
    virtual std::optional<std::filesystem::path> local_path(const base::Sha256& hash) = 0;

    /// An address where whoever has it reads the blob for `valid_s` seconds; nullopt where the server itself
    /// must serve it.
    virtual std::optional<std::string> link(const base::Sha256& hash, int valid_s) {
        static_cast<void>(hash);
        static_cast<void>(valid_s);
        return std::nullopt;
    }

    /// For the collector. A blob that was put at or after `since_s` stays, also when that happens at this
    /// very moment; returns whether it is gone.
    virtual bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) = 0;

    /// Every blob, with the time it was last put: what the collector looks through.
    virtual void for_each(const std::function<void(const base::Sha256&, std::int64_t put_at_s)>& visit) = 0;
};

/// Several processes, also in containers of one machine, may share the folder.
std::unique_ptr<Store> open_local_store(const std::filesystem::path& folder);

StoredBlob put_text(Store& store, std::string_view text);
StoredBlob put_file(Store& store, const std::filesystem::path& path);
/// Verified as a whole before it is returned. For small blobs.
std::string read_text(Store& store, const base::Sha256& hash);

}  // namespace medal::blob
