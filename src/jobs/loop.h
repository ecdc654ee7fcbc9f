// Worker threads that claim jobs and run their handlers: inside `medal serve` and in `medal worker` alike.
#pragma once

#include "db/database.h"
#include "jobs/queue.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace medal::jobs {

/// What a handler sees of its job.
class JobContext {
  public:
    JobContext(db::Database& database, const base::Clock& clock, const Job& job,
               const std::atomic<bool>& stopping)
        : database_(database), clock_(clock), job_(job), stopping_(stopping) {}

    const Job& job() const { return job_; }
    /// Prolongs the lease and tells how far it is. Throws Error{conflict, "job.lost"} when the job is lost or
    /// cancelled, Error{unavailable, "job.stopping"} when the process wants to end.
    void report(std::int64_t done_steps, std::int64_t total_steps);
    /// Marks the job done within the handler's own last transaction.
    void complete_in(db::Session& session);
    bool is_completed() const { return is_completed_; }

  private:
    db::Database& database_;
    const base::Clock& clock_;
    const Job& job_;
    const std::atomic<bool>& stopping_;
    bool is_completed_ = false;
};

/// Throws base::Error to be tried again (unavailable, conflict, internal) or to be buried (every other kind).
using Handler = std::function<void(JobContext&)>;
using Handlers = std::map<std::string, Handler>;

class JobLoop {
  public:
    JobLoop(db::Database& database, const base::Clock& clock, base::Random& random, Handlers handlers,
            int threads);
    /// Stops claiming, lets running jobs end or stop at their next report, joins.
    ~JobLoop();
    JobLoop(const JobLoop&) = delete;
    JobLoop& operator=(const JobLoop&) = delete;

    /// Wakes a sleeping thread: something was enqueued in this process.
    void wake();
    void stop();

    /// Runs what is due on the calling thread until nothing is; for tests and `medal worker --once`.
    int run_due();

  private:
    void work(std::size_t number);
    bool run_one(const std::string& worker);
    void handle(const Job& job);

    db::Database& database_;
    const base::Clock& clock_;
    base::Random& random_;
    Handlers handlers_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable woken_;
    std::uint64_t wakes_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace medal::jobs
