// A database that fails at its n-th call, before or after the call took effect: what n-th-failure tests run a
// use case on, for n = 1, 2, 3 … until the plan is no longer reached.
#pragma once

#include "db/database.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace medal::db {

/// `before`: the call did nothing. `after`: it did, and only its answer was lost (a commit that nobody heard
/// of).
enum class FaultMoment { before, after };

/// Counts begin, query, execute, run_script and commit over every session. Outlives the database.
class FaultPlan {
  public:
    /// From now on the `call`-th call fails, once. 0 only counts.
    void arm(std::int64_t call, FaultKind kind = FaultKind::connection,
             FaultMoment moment = FaultMoment::before);
    bool was_reached() const { return reached_; }
    std::int64_t calls() const { return calls_; }

    /// Throws when `moment` is the planned one of the current call.
    void meet(std::int64_t call, FaultMoment moment);
    std::int64_t count() { return ++calls_; }

  private:
    std::atomic<std::int64_t> calls_{0};
    std::atomic<std::int64_t> failing_call_{0};
    std::atomic<FaultKind> kind_{FaultKind::connection};
    std::atomic<FaultMoment> moment_{FaultMoment::before};
    std::atomic<bool> reached_{false};
};

/// `inner` with the faults of `plan`.
std::unique_ptr<Database> with_faults(std::unique_ptr<Database> inner, FaultPlan& plan);

}  // namespace medal::db
