// Worker threads that claim jobs and run their handlers: inside `medal serve` and in `medal worker` alike.
// One more thread prolongs the leases of what runs, so that only a dead or frozen process loses its jobs.
#pragma once

#include "db/database.h"
#include "jobs/queue.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace medal::jobs {

/// Progress is stored at most once in so long.
constexpr std::int64_t kReportEvery_us = base::kSecond_us / 2;
/// A quarter of the lease: three may fail.
struct LeaseTiming {
    /// After which silence of a worker its job goes to another.
    std::chrono::milliseconds lease{kLease_us / 1000};
    std::chrono::milliseconds heartbeat = lease / 4;
};

/// What a handler sees of its job. Used by the handler's own thread only.
class JobContext {
  public:
    JobContext(db::Database& database, const base::Clock& clock, const Job& job,
               const std::atomic<bool>& stopping, const std::atomic<bool>* lost = nullptr)
        : database_(database), clock_(clock), job_(job), stopping_(stopping), lost_(lost) {}

    const Job& job() const { return job_; }
    /// Tells how far it is. Call it often, it is cheap: throws Error{conflict, "job.lost"} when the job went
    /// to another worker or is cancelled, Error{unavailable, "job.stopping"} when the process wants to end.
    void report(std::int64_t done_steps, std::int64_t total_steps);
    /// Marks the job done within the handler's own last transaction, so that result and completion are one.
    /// Throws Error{conflict, "job.lost"}, which must roll that transaction back.
    void complete_in(db::Session& session);
    /// Instead of being done when the handler returns, the job is ready again from then on, as if never
    /// tried.
    void run_again_at(base::Instant at) { again_at_ = at; }
    bool is_completed() const { return is_completed_; }
    std::optional<base::Instant> again_at() const { return again_at_; }

  private:
    bool is_report_due(std::int64_t done_steps, std::int64_t total_steps) const;

    db::Database& database_;
    const base::Clock& clock_;
    const Job& job_;
    const std::atomic<bool>& stopping_;
    const std::atomic<bool>* lost_;
    std::optional<base::Instant> reported_at_;
    std::optional<base::Instant> again_at_;
    bool is_completed_ = false;
};

/// Throws base::Error to be tried again (unavailable, conflict, internal) or to be buried (every other kind).
using Handler = std::function<void(JobContext&)>;
using Handlers = std::map<std::string, Handler>;

class JobLoop {
  public:
    /// `random` must be safe to use from all the threads. `after_burial` is called on the worker's thread
    /// when a job is over that did not do its work, so that what waits for it can be told.
    JobLoop(db::Database& database, const base::Clock& clock, base::Random& random, Handlers handlers,
            int threads, LeaseTiming timing = {}, std::function<void()> after_burial = {});
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
    /// Shared with the thread that prolongs leases, which may look at it for a moment longer than the job
    /// runs.
    struct Running {
        explicit Running(Job claimed) : job(std::move(claimed)) {}
        Job job;
        std::atomic<bool> is_lost{false};
    };
    class Listed;

    void work(std::size_t number);
    void keep_leases();
    void prolong_leases();
    void forget_old_jobs();
    bool run_one(const std::string& worker);
    void handle(const Job& job);
    void run_handler(Running& running);

    db::Database& database_;
    const base::Clock& clock_;
    base::Random& random_;
    Handlers handlers_;
    LeaseTiming timing_;
    std::function<void()> after_burial_;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::condition_variable woken_;
    std::uint64_t wakes_ = 0;
    /// Guards the list of what runs, never held over the database.
    std::mutex running_mutex_;
    std::condition_variable keeper_woken_;
    bool keeper_ends_ = false;
    std::vector<std::shared_ptr<Running>> running_;
    std::optional<base::Instant> pruned_at_;
    std::vector<std::thread> threads_;
    std::thread keeper_;
};

}  // namespace medal::jobs
