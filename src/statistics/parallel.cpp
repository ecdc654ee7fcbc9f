#include "statistics/parallel.h"

#include <algorithm>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

namespace medal::statistics {

void parallel_ranges(std::size_t item_count, Threads threads,
                     const std::function<void(std::size_t begin, std::size_t end)>& work) {
    if (item_count == 0) return;
    if (threads.count == 1) return work(0, item_count);
    const int available = tbb::info::default_concurrency();
    const int limit = threads.count == 0 ? available : std::min(available, static_cast<int>(threads.count));
    tbb::task_arena arena(limit);
    arena.execute([&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, item_count),
            [&](const tbb::blocked_range<std::size_t>& range) { work(range.begin(), range.end()); });
    });
}

}  // namespace medal::statistics
