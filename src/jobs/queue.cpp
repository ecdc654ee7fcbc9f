#include "jobs/queue.h"

#include "base/error.h"
#include "db/bind.h"

#include <algorithm>

namespace medal::jobs {
namespace {

constexpr db::Migration kMigrations[] = {
    {20, "jobs", R"(
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, payload TEXT NOT NULL, priority BIGINT NOT NULL,
            unique_key TEXT, state TEXT NOT NULL, run_after BIGINT NOT NULL, attempts BIGINT NOT NULL,
            worker TEXT NOT NULL, lease_until BIGINT NOT NULL, fence BIGINT NOT NULL, done_steps BIGINT NOT NULL,
            total_steps BIGINT NOT NULL, cancel_asked BIGINT NOT NULL, last_error TEXT NOT NULL,
            created_at BIGINT NOT NULL, finished_at BIGINT);
        CREATE INDEX jobs_due ON jobs (priority DESC, run_after) WHERE state = 'ready';
        CREATE INDEX jobs_leased ON jobs (lease_until) WHERE state = 'running';
        CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key) WHERE state = 'ready';
        CREATE INDEX jobs_by_state ON jobs (state, id);
    )"},
    {21, "jobs that are over",
     "CREATE INDEX jobs_finished ON jobs (finished_at) WHERE state IN ('done', 'cancelled')"},
};

constexpr std::string_view kClaimReady =
    "SELECT * FROM jobs WHERE state = 'ready' AND run_after <= $1 ORDER BY priority DESC, run_after LIMIT 1";
constexpr std::string_view kClaimReadyLocked =
    "SELECT * FROM jobs WHERE state = 'ready' AND run_after <= $1 ORDER BY priority DESC, run_after LIMIT 1 "
    "FOR UPDATE SKIP LOCKED";
constexpr std::string_view kClaimExpired =
    "SELECT * FROM jobs WHERE state = 'running' AND lease_until <= $1 ORDER BY lease_until LIMIT 1";
constexpr std::string_view kClaimExpiredLocked =
    "SELECT * FROM jobs WHERE state = 'running' AND lease_until <= $1 ORDER BY lease_until LIMIT 1 "
    "FOR UPDATE SKIP LOCKED";

std::optional<Job> find_due(db::Session& session, base::Instant now) {
    const bool locks = session.engine() == db::Engine::postgres;
    auto job = db::maybe_row<Job>(session, locks ? kClaimExpiredLocked : kClaimExpired, now);
    if (!job) job = db::maybe_row<Job>(session, locks ? kClaimReadyLocked : kClaimReady, now);
    return job;
}

// Doubling pauses, each up to half as long again, so that a crowd of failures does not come back at once.
std::int64_t pause_us(std::int64_t attempts, base::Random& random) {
    const auto doublings = std::min<std::int64_t>(attempts, 20);
    const auto pause = std::min(kLongestRetry_us, kFirstRetry_us << doublings);
    return pause + static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(pause / 2 + 1));
}

// The job while it still is this worker's, locked against whoever wants to cancel it.
std::optional<Job> find_mine(db::Session& session, const Job& job) {
    return db::maybe_row<Job>(
        session,
        session.engine() == db::Engine::postgres
            ? "SELECT * FROM jobs WHERE id = $1 AND fence = $2 AND state = 'running' FOR UPDATE"
            : "SELECT * FROM jobs WHERE id = $1 AND fence = $2 AND state = 'running'",
        job.id, job.fence);
}

void finish(db::Session& session, base::Instant now, JobId id, JobState state,
            const std::string& error_code) {
    db::execute(
        session,
        "UPDATE jobs SET state = $2, finished_at = $3, last_error = $4, lease_until = 0 WHERE id = $1", id,
        state, now, error_code);
}

// The ready job that stands for a second one. Writing to it matters: a worker that claims it at this moment
// could begin before our transaction is committed and miss what we enqueue it for; now one of the two must
// wait.
bool wake_twin(db::Session& session, const NewJob& job, base::Instant run_after) {
    return db::execute(session,
                       "UPDATE jobs SET run_after = CASE WHEN run_after > $2 THEN $2 ELSE run_after END, "
                       "priority = CASE WHEN priority < $3 THEN $3 ELSE priority END "
                       "WHERE unique_key = $1 AND state = 'ready'",
                       job.unique_key, run_after, job.priority) > 0;
}

// A worker died over this job. A lost lease counts as an attempt: a job that kills its workers must not live
// for ever; and one that was to be cancelled must not begin anew.
std::optional<JobState> end_of_lost(const Job& job) {
    if (job.state != JobState::running) return std::nullopt;
    if (job.cancel_asked) return JobState::cancelled;
    if (job.attempts >= kMaxAttempts) return JobState::dead;
    return std::nullopt;
}

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

bool enqueue(db::Session& session, base::Instant now, base::Random& random, const NewJob& job) {
    const auto added = db::execute(session,
                                   "INSERT INTO jobs (id, kind, payload, priority, unique_key, state, "
                                   "run_after, attempts, worker, lease_until, "
                                   "fence, done_steps, total_steps, cancel_asked, last_error, created_at) "
                                   "VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, '', 0, 0, 0, 0, 0, '', $7) "
                                   "ON CONFLICT (unique_key) WHERE state = 'ready' DO NOTHING",
                                   JobId{base::make_uuid_v7(now, random)}, job.kind, job.payload,
                                   job.priority, job.unique_key, std::max(now, job.run_after), now);
    if (added > 0) return true;
    if (wake_twin(session, job, std::max(now, job.run_after))) return false;
    throw db::DbError{db::FaultKind::serialization, "", "the job with this key was claimed meanwhile"};
}

std::optional<Job> claim(db::Session& session, base::Instant now, const std::string& worker,
                         std::int64_t lease_us) {
    while (auto job = find_due(session, now)) {
        if (const auto end = end_of_lost(*job)) {
            finish(session, now, job->id, *end, "job.worker_lost");
            continue;
        }
        job->state = JobState::running;
        job->worker = worker;
        job->attempts += 1;
        job->fence += 1;
        job->lease_us = lease_us;
        job->lease_until = now + lease_us;
        db::execute(session,
                    "UPDATE jobs SET state = 'running', worker = $2, attempts = $3, fence = $4, "
                    "lease_until = $5 WHERE id = $1",
                    job->id, worker, job->attempts, job->fence, job->lease_until);
        return job;
    }
    return std::nullopt;
}

void put_back(db::Session& session, base::Instant now, base::Instant run_after, const Job& job) {
    const auto mine = find_mine(session, job);
    if (!mine) return;
    if (mine->cancel_asked) return finish(session, now, job.id, JobState::cancelled, "");
    const auto twin = db::maybe_scalar<JobId>(
        session, "SELECT id FROM jobs WHERE unique_key = $1 AND state = 'ready'", job.unique_key);
    if (twin) return finish(session, now, job.id, JobState::done, "");
    db::execute(session,
                "UPDATE jobs SET state = 'ready', run_after = $2, lease_until = 0, attempts = attempts - 1 "
                "WHERE id = $1",
                job.id, run_after);
}

void complete(db::Session& session, base::Instant now, const Job& job) {
    const auto changed =
        db::execute(session,
                    "UPDATE jobs SET state = 'done', finished_at = $3, lease_until = 0, last_error = '' "
                    "WHERE id = $1 AND fence = $2 AND state = 'running' AND cancel_asked = 0",
                    job.id, job.fence, now);
    if (changed == 1) return;
    throw base::Error{base::ErrorKind::conflict, "job.lost",
                      "The job went to another worker or was cancelled."};
}

bool is_pending(db::Session& session, const std::string& kind, const std::string& payload) {
    return db::maybe_scalar<JobId>(session,
                                   "SELECT id FROM jobs WHERE state IN ('ready', 'running') AND kind = $1 "
                                   "AND payload = $2 LIMIT 1",
                                   kind, payload)
        .has_value();
}

bool give_up(db::Session& session, base::Instant now, base::Random& random, const Job& job,
             const std::string& error_code, bool is_final) {
    const auto mine = find_mine(session, job);
    if (!mine) return false;
    if (mine->cancel_asked) {
        finish(session, now, job.id, JobState::cancelled, error_code);
        return true;
    }
    if (is_final || job.attempts >= kMaxAttempts) {
        finish(session, now, job.id, JobState::dead, error_code);
        return true;
    }
    db::execute(session,
                "UPDATE jobs SET state = 'ready', unique_key = NULL, run_after = $2, lease_until = 0, "
                "last_error = $3 "
                "WHERE id = $1",
                job.id, now + pause_us(job.attempts, random), error_code);
    return false;
}

bool heartbeat(db::Session& session, base::Instant now, const Job& job) {
    return db::execute(session,
                       "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND fence = $2 AND state = 'running' "
                       "AND cancel_asked = 0",
                       job.id, job.fence, now + job.lease_us) == 1;
}

void set_progress(db::Session& session, const Job& job, std::int64_t done_steps, std::int64_t total_steps) {
    db::execute(session, "UPDATE jobs SET done_steps = $3, total_steps = $4 WHERE id = $1 AND fence = $2",
                job.id, job.fence, done_steps, total_steps);
}

bool is_known(db::Session& session, JobId id) {
    return db::maybe_scalar<std::string>(session, "SELECT kind FROM jobs WHERE id = $1", id).has_value();
}

bool cancel(db::Session& session, base::Instant now, JobId id) {
    const auto asked =
        db::execute(session, "UPDATE jobs SET cancel_asked = 1 WHERE id = $1 AND state = 'running'", id);
    const auto cancelled = db::execute(
        session, "UPDATE jobs SET state = 'cancelled', finished_at = $2 WHERE id = $1 AND state = 'ready'",
        id, now);
    return asked + cancelled > 0;
}

bool retry(db::Session& session, base::Instant now, JobId id) {
    return db::execute(
               session,
               "UPDATE jobs SET state = 'ready', unique_key = NULL, run_after = $2, attempts = 0, "
               "cancel_asked = 0, finished_at = NULL WHERE id = $1 AND state IN ('dead', 'cancelled')",
               id, now) > 0;
}

std::vector<Job> list(db::Session& session, std::optional<JobState> state, std::optional<JobId> before,
                      std::int64_t limit) {
    const std::string edge = before ? before->text() : "z";
    if (!state) {
        return db::rows<Job>(session, "SELECT * FROM jobs WHERE id < $1 ORDER BY id DESC LIMIT $2", edge,
                             limit);
    }
    return db::rows<Job>(session, "SELECT * FROM jobs WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                         *state, edge, limit);
}

std::map<std::string, std::int64_t> count_by_state(db::Session& session) {
    return db::counts(session, "SELECT state, count(*) AS n FROM jobs GROUP BY state");
}

std::int64_t prune(db::Session& session, base::Instant before, std::int64_t limit) {
    return db::execute(session,
                       "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state IN ('done', "
                       "'cancelled') AND finished_at < $1 ORDER BY finished_at LIMIT $2)",
                       before, limit);
}

std::optional<base::Instant> next_due(db::Session& session) {
    const auto due = db::column<std::optional<std::int64_t>>(
        session, "SELECT min(run_after) FROM jobs WHERE state = 'ready'");
    if (due.empty() || !due.front()) return std::nullopt;
    return base::Instant{*due.front()};
}

}  // namespace medal::jobs
