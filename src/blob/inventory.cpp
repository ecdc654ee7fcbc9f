#include "blob/inventory.h"

#include "base/error.h"
#include "blob/references.h"
#include "db/bind.h"

#include <span>
#include <string>
#include <vector>

namespace medal::blob {
namespace {

constexpr std::int64_t kBatch = 500;

std::vector<base::Sha256> kept_after(db::Database& database, const std::string& edge) {
    return db::transact(database, db::Access::read, [&](db::Session& session) {
        return db::column<base::Sha256>(
            session, "SELECT DISTINCT hash FROM blob_references WHERE hash > $1 ORDER BY hash LIMIT $2", edge,
            kBatch);
    });
}

bool is_still_kept(db::Database& database, const base::Sha256& hash) {
    return db::transact(database, db::Access::read,
                        [&](db::Session& session) { return is_kept(session, hash); });
}

// The store itself compares what it reads with the name.
bool is_whole(Store& store, const base::Sha256& hash) {
    try {
        store.read(hash, [](std::span<const std::byte>) {});
        return true;
    } catch (const base::Error&) {
        return false;
    }
}

}  // namespace

Inventory take_inventory(db::Database& database, Store& store, Look look) {
    Inventory inventory;
    std::string edge;
    for (;;) {
        const auto hashes = kept_after(database, edge);
        if (hashes.empty()) return inventory;
        for (const auto& hash : hashes) {
            ++inventory.kept;
            if (!store.has(hash)) {
                inventory.missing += is_still_kept(database, hash) ? 1 : 0;
            } else if (look == Look::every_byte && !is_whole(store, hash)) {
                inventory.damaged += is_still_kept(database, hash) ? 1 : 0;
            }
        }
        edge = hashes.back().text();
    }
}

}  // namespace medal::blob
