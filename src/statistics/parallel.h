// Independent work items over the cores. Each item writes only its own slot, so results never depend on the
// count.
#pragma once

#include <cstddef>
#include <functional>

namespace medal::statistics {

/// 0 = as many as the machine has, which is also the most.
struct Threads {
    std::size_t count = 0;
};

/// Calls `work(begin, end)` on disjoint ranges that together cover 0..item_count-1.
/// An exception of `work` reaches the caller.
void parallel_ranges(std::size_t item_count, Threads threads,
                     const std::function<void(std::size_t begin, std::size_t end)>& work);

}  // namespace medal::statistics
