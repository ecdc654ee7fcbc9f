// A store that fails at its n-th call, before or after the call took effect: for n-th-failure tests.
#pragma once

#include "blob/store.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace medal::blob {

enum class FaultMoment { before, after };

/// Counts every call but local_path. Outlives the store.
struct FaultPlan {
    std::atomic<std::int64_t> calls{0};
    /// 0: never.
    std::atomic<std::int64_t> failing_call{0};
    std::atomic<FaultMoment> moment{FaultMoment::before};
    std::atomic<bool> was_reached{false};

    void arm(std::int64_t call, FaultMoment at);
    /// Throws Error{unavailable, "blob.disk"} when the plan says so.
    void meet(std::int64_t call, FaultMoment at);
};

std::unique_ptr<Store> with_faults(std::unique_ptr<Store> inner, FaultPlan& plan);

}  // namespace medal::blob
