// The tables that contributions stand on, for tests that store something.
#pragma once

#include "accounts/store.h"
#include "audit/audit.h"
#include "blob/references.h"
#include "campaign/store.h"
#include "contribution/schema.h"
#include "db/migrate.h"
#include "jobs/queue.h"
#include "mail/outbox.h"

#include <vector>

namespace medal::contribution {

inline void make_tables(db::Database& database) {
    std::vector<db::Migration> all;
    for (const auto& part : {audit::migrations(), blob::migrations(), mail::migrations(), jobs::migrations(),
                             accounts::migrations(), campaign::migrations(), contribution::migrations()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    db::migrate(database, all);
}

}  // namespace medal::contribution
