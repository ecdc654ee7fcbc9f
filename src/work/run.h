// Runs a use case in a unit of work: transaction, retry on busy or serialization, and after the commit a
// nudge to the workers. The one door for http, jobs and the command line.
#pragma once

#include "db/database.h"
#include "work/unit.h"

#include <type_traits>
#include <utility>

namespace medal::work {

/// Returns what `use_case(Unit&)` returned in the try that was committed.
template <class UseCase>
auto run(Workshop& shop, const base::Actor& actor, db::Access access, UseCase&& use_case) {
    bool has_jobs = false;
    const auto nudge = [&] {
        if (has_jobs && shop.wake_workers) shop.wake_workers();
    };
    const auto in_session = [&](db::Session& session) {
        Unit unit{shop, actor, session};
        if constexpr (std::is_void_v<std::invoke_result_t<UseCase&, Unit&>>) {
            use_case(unit);
            has_jobs = unit.has_jobs();
        } else {
            auto result = use_case(unit);
            has_jobs = unit.has_jobs();
            return result;
        }
    };
    if constexpr (std::is_void_v<std::invoke_result_t<UseCase&, Unit&>>) {
        db::transact(shop.database, access, in_session);
        nudge();
    } else {
        auto result = db::transact(shop.database, access, in_session);
        nudge();
        return result;
    }
}

}  // namespace medal::work
