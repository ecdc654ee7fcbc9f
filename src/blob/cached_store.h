// A store far away with copies near by: what is served or packed lies on this machine's disk from the first
// use on, and the copies that nobody used for longest make room for others.
#pragma once

#include "base/time.h"
#include "blob/store.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace medal::blob {

struct CacheOptions {
    /// Several processes may share it. What lies there may be removed at any time while none runs.
    std::filesystem::path folder;
    /// Copies beyond this are removed, except those used within `spared_s`: someone may be reading them.
    std::uint64_t max_bytes = std::uint64_t{50} << 30U;
    std::int64_t spared_s = 600;
};

/// Everything is put into, listed and removed from `remote`; only local_path() makes copies. A copy that is
/// damaged is dropped, and fetched anew when it is asked for again. `clock` outlives the store.
std::unique_ptr<Store> open_cached_store(std::unique_ptr<Store> remote, const CacheOptions& options,
                                         const base::Clock& clock);

}  // namespace medal::blob
