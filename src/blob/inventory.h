// What the references promise against what the store holds: for `medal doctor`.
#pragma once

#include "blob/store.h"
#include "db/database.h"

#include <cstdint>

#include <boost/describe.hpp>

namespace medal::blob {

struct Inventory {
    /// Blobs that something refers to.
    std::int64_t kept = 0;
    /// Of these, how many the store does not have.
    std::int64_t missing = 0;
    /// Of these, how many hold other bytes than their name says; counted only when all are read.
    std::int64_t damaged = 0;
};
BOOST_DESCRIBE_STRUCT(Inventory, (), (kept, missing, damaged))

enum class Look { presence, every_byte };

/// Safe while the installation runs: what is let go of meanwhile is not missed.
Inventory take_inventory(db::Database& database, Store& store, Look look);

}  // namespace medal::blob
