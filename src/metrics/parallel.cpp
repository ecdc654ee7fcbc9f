#include "metrics/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace medal::metrics {

std::size_t thread_count(Threads threads) noexcept {
    const std::size_t machine = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    return threads.count == 0 ? machine : threads.count;
}

void for_each_index(std::size_t item_count, Threads threads, const std::function<void(std::size_t)>& work) {
    const std::size_t helpers = std::min(thread_count(threads), item_count);
    if (helpers <= 1) {
        for (std::size_t item = 0; item < item_count; ++item) work(item);
        return;
    }
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_lock;
    const auto drain = [&] {
        try {
            for (std::size_t item = next++; item < item_count; item = next++) work(item);
        } catch (...) {  // a thread top: handed to the caller below
            next = item_count;
            const std::lock_guard guard(failure_lock);
            if (!failure) failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < helpers; ++i) pool.emplace_back(drain);
        drain();
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace medal::metrics
