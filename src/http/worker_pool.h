// A fixed number of threads and a bounded queue. A full queue is told, not waited for.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace medal::http {

class WorkerPool {
  public:
    WorkerPool(unsigned threads, std::size_t max_queued);
    ~WorkerPool();

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False when the queue is full or the pool is stopped. Tasks must not throw.
    bool post(std::function<void()> task);

    /// Runs what is queued, then ends the threads. Safe to call twice.
    void stop();

  private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t max_queued_;
    bool is_stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace medal::http
