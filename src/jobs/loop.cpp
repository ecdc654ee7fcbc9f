#include "jobs/loop.h"

#include "base/error.h"
#include "base/log.h"

#include <chrono>
#include <exception>
#include <unistd.h>

namespace medal::jobs {
namespace {

constexpr std::chrono::milliseconds kIdlePoll{500};

bool is_final(base::ErrorKind kind) {
    return kind != base::ErrorKind::unavailable && kind != base::ErrorKind::conflict &&
           kind != base::ErrorKind::internal;
}

}  // namespace

void JobContext::report(std::int64_t done_steps, std::int64_t total_steps) {
    if (stopping_) throw base::Error{base::ErrorKind::unavailable, "job.stopping", "The worker is stopping."};
    const bool is_mine = db::transact(database_, db::Access::write, [&](db::Session& session) {
        set_progress(session, job_, done_steps, total_steps);
        return heartbeat(session, clock_.now(), job_);
    });
    if (!is_mine) {
        throw base::Error{base::ErrorKind::conflict, "job.lost",
                          "The job went to another worker or was cancelled."};
    }
}

void JobContext::complete_in(db::Session& session) {
    complete(session, clock_.now(), job_);
    is_completed_ = true;
}

JobLoop::JobLoop(db::Database& database, const base::Clock& clock, base::Random& random, Handlers handlers,
                 int threads)
    : database_(database), clock_(clock), random_(random), handlers_(std::move(handlers)) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
}

JobLoop::~JobLoop() {
    stop();
}

void JobLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
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

bool JobLoop::run_one(const std::string& worker) {
    const auto job = db::transact(database_, db::Access::write,
                                  [&](db::Session& session) { return claim(session, clock_.now(), worker); });
    if (!job) return false;
    handle(*job);
    return true;
}

void JobLoop::handle(const Job& job) {
    std::string code = "job.unexpected";
    bool buries = false;
    const auto handler = handlers_.find(job.kind);
    try {
        if (handler == handlers_.end()) {
            throw base::Error{base::ErrorKind::unsupported, "job.unknown_kind",
                              "No handler knows this kind of job."};
        }
        JobContext context{database_, clock_, job, stopping_};
        handler->second(context);
        if (!context.is_completed()) {
            db::transact(database_, db::Access::write,
                         [&](db::Session& session) { context.complete_in(session); });
        }
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
    db::transact(database_, db::Access::write,
                 [&](db::Session& session) { give_up(session, clock_.now(), random_, job, code, buries); });
}

}  // namespace medal::jobs
