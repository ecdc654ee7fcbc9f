// A loop over numbers on a few threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace medal::imaging::deid {

/// Runs `work(i)` for all i below `count`. The first exception ends the loop and is thrown again here.
template <class Work>
void in_parallel(std::size_t count, unsigned jobs, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex lock;
    const auto loop = [&] {
        try {
            for (auto i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
        } catch (...) {
            next = count;
            const std::lock_guard guard{lock};
            if (!failure) failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 1; i < std::max(jobs, 1U); ++i) threads.emplace_back(loop);
        loop();
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace medal::imaging::deid
