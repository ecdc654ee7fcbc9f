#include "jobs/loop.h"

#include "base/error.h"
#include "base/log.h"

#include <algorithm>
#include <exception>
#include <unistd.h>

namespace medal::jobs {
namespace {

constexpr std::chrono::milliseconds kIdlePoll{500};
constexpr std::int64_t kPruneEvery_us = base::kHour_us;
constexpr std::int64_t kPruneBatch = 1'000;
constexpr std::string_view kStopping = "job.stopping";

bool is_final(base::ErrorKind kind) {
    return kind != base::ErrorKind::unavailable && kind != base::ErrorKind::conflict &&
           kind != base::ErrorKind::internal;
}

[[noreturn]] void throw_lost() {
    throw base::Error{base::ErrorKind::conflict, "job.lost",
                      "The job went to another worker or was cancelled."};
}

}  // namespace

void JobContext::report(std::int64_t done_steps, std::int64_t total_steps) {
    if (stopping_) {
        throw base::Error{base::ErrorKind::unavailable, std::string{kStopping}, "The worker is stopping."};
    }
    if (lost_ != nullptr && *lost_) throw_lost();
    if (!is_report_due(done_steps, total_steps)) return;
    reported_at_ = clock_.now();
    const bool is_mine = db::transact(database_, db::Access::claim, [&](db::Session& session) {
        set_progress(session, job_, done_steps, total_steps);
        return heartbeat(session, clock_.now(), job_);
    });
    if (!is_mine) throw_lost();
}

bool JobContext::is_report_due(std::int64_t done_steps, std::int64_t total_steps) const {
    if (!reported_at_ || done_steps >= total_steps) return true;
    return clock_.now() >= *reported_at_ + kReportEvery_us;
}

void JobContext::complete_in(db::Session& session) {
    complete(session, clock_.now(), job_);
    is_completed_ = true;
}

/// Has its lease prolonged for the length of a scope.
class JobLoop::Listed {
  public:
    Listed(JobLoop& loop, std::shared_ptr<Running> running) : loop_(loop), running_(std::move(running)) {
        const std::lock_guard lock{loop_.running_mutex_};
        loop_.running_.push_back(running_);
    }
    ~Listed() {
        const std::lock_guard lock{loop_.running_mutex_};
        std::erase(loop_.running_, running_);
    }
    Listed(const Listed&) = delete;
    Listed& operator=(const Listed&) = delete;

  private:
    JobLoop& loop_;
    std::shared_ptr<Running> running_;
};

JobLoop::JobLoop(db::Database& database, const base::Clock& clock, base::Random& random, Handlers handlers,
                 int threads, LeaseTiming timing, std::function<void()> after_burial)
    : database_(database),
      clock_(clock),
      random_(random),
      handlers_(std::move(handlers)),
      timing_(timing),
      after_burial_(std::move(after_burial)) {
    keeper_ = std::thread{[this] { keep_leases(); }};
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
}

JobLoop::~JobLoop() {
    stop();
}

// The leases are kept until the last job has ended.
void JobLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
    {
        const std::lock_guard lock{running_mutex_};
        keeper_ends_ = true;
    }
    keeper_woken_.notify_all();
    if (keeper_.joinable()) keeper_.join();
}

void JobLoop::wake() {
    {
        const std::lock_guard lock{mutex_};
        ++wakes_;
    }
    woken_.notify_one();
}

int JobLoop::run_due() {
    int count = 0;
    while (!stopping_ && run_one("inline-" + std::to_string(::getpid()))) ++count;
    return count;
}

// A thread top: whatever goes wrong with the queue itself is logged, and tried again after the pause.
void JobLoop::work(std::size_t number) {
    const std::string worker = std::to_string(::getpid()) + "-" + std::to_string(number);
    std::uint64_t seen = 0;
    while (!stopping_) {
        bool ran = false;
        try {
            ran = run_one(worker);
        } catch (const std::exception& error) {
            base::log_error("jobs.queue_failed", {{"what", error.what()}});
        }
        if (ran) continue;
        std::unique_lock lock{mutex_};
        woken_.wait_for(lock, kIdlePoll, [&] { return stopping_ || wakes_ != seen; });
        seen = wakes_;
    }
}

// A thread top.
void JobLoop::keep_leases() {
    std::unique_lock lock{running_mutex_};
    while (!keeper_woken_.wait_for(lock, timing_.heartbeat, [&] { return keeper_ends_; })) {
        lock.unlock();
        try {
            prolong_leases();
            forget_old_jobs();
        } catch (const std::exception& error) {
            base::log_error("jobs.heartbeat_failed", {{"what", error.what()}});
        }
        lock.lock();
    }
}

void JobLoop::prolong_leases() {
    std::vector<std::shared_ptr<Running>> running;
    {
        const std::lock_guard lock{running_mutex_};
        running = running_;
    }
    for (const auto& one : running) {
        const bool is_mine = db::transact(database_, db::Access::claim, [&](db::Session& session) {
            return heartbeat(session, clock_.now(), one->job);
        });
        if (!is_mine) one->is_lost = true;
    }
}

void JobLoop::forget_old_jobs() {
    const auto now = clock_.now();
    if (pruned_at_ && now < *pruned_at_ + kPruneEvery_us) return;
    db::transact(database_, db::Access::claim,
                 [&](db::Session& session) { return prune(session, now + -kKept_us, kPruneBatch); });
    pruned_at_ = now;
}

bool JobLoop::run_one(const std::string& worker) {
    const auto job = db::transact(database_, db::Access::claim, [&](db::Session& session) {
        return claim(session, clock_.now(), worker, timing_.lease.count() * 1000);
    });
    if (!job) return false;
    handle(*job);
    return true;
}

void JobLoop::handle(const Job& job) {
    std::string code = "job.unexpected";
    bool buries = false;
    try {
        const auto running = std::make_shared<Running>(job);
        const Listed listed{*this, running};
        run_handler(*running);
        base::log_info("job.done", {{"kind", job.kind}, {"job", job.id.text()}, {"attempt", job.attempts}});
        return;
    } catch (const base::Error& error) {
        code = error.code();
        buries = is_final(error.kind());
        base::log_warning("job.failed", {{"kind", job.kind},
                                         {"job", job.id.text()},
                                         {"attempt", job.attempts},
                                         {"code", code},
                                         {"detail", error.detail()}});
    } catch (const std::exception& error) {
        base::log_error("job.failed", {{"kind", job.kind},
                                       {"job", job.id.text()},
                                       {"attempt", job.attempts},
                                       {"code", code},
                                       {"what", error.what()}});
    }
    const bool is_over = db::transact(database_, db::Access::claim, [&](db::Session& session) {
        if (code != kStopping) return give_up(session, clock_.now(), random_, job, code, buries);
        put_back(session, clock_.now(), clock_.now(), job);
        return false;
    });
    if (is_over && after_burial_) after_burial_();
}

void JobLoop::run_handler(Running& running) {
    const auto handler = handlers_.find(running.job.kind);
    if (handler == handlers_.end()) {
        throw base::Error{base::ErrorKind::unsupported, "job.unknown_kind",
                          "No handler knows this kind of job."};
    }
    JobContext context{database_, clock_, running.job, stopping_, &running.is_lost};
    handler->second(context);
    if (context.is_completed()) return;
    db::transact(database_, db::Access::claim, [&](db::Session& session) {
        if (context.again_at()) return put_back(session, clock_.now(), *context.again_at(), running.job);
        context.complete_in(session);
    });
}

}  // namespace medal::jobs
