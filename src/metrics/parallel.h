// Independent items over threads. Each item writes its own slot only, so no result depends on the count.
#pragma once

#include <cstddef>
#include <functional>

namespace medal::metrics {

/// 0 = as many as the machine has.
struct Threads {
    std::size_t count = 1;
};

std::size_t thread_count(Threads threads) noexcept;

/// Calls `work(i)` once for every i in 0..item_count-1. The first exception reaches the caller.
void for_each_index(std::size_t item_count, Threads threads, const std::function<void(std::size_t)>& work);

}  // namespace medal::metrics
