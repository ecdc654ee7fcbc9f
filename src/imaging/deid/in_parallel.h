// A loop over numbers on a few threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace medal::imaging::deid {

/// Runs `work(i)` for all i below `count`. `work` must not throw.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
    std::atomic<std::size_t> next{0};
    const auto loop = [&] {
        for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < std::max(jobs, 1U); ++i) threads.emplace_back(loop);
    loop();
}

}  // namespace medal::imaging::deid
