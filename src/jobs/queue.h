// A durable queue in the database. A job is enqueued in the transaction of the deed that needs it, claimed
// under a lease, and completed in the transaction of its result: with its fence, so that nothing completes
// twice.
#pragma once

#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "db/migrate.h"
#include "db/session.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::jobs {

using JobId = base::Id<struct JobTag>;

constexpr int kMaxAttempts = 8;
constexpr std::int64_t kLease_us = 60 * base::kSecond_us;
/// Done and cancelled jobs are kept so long.
constexpr std::int64_t kKept_us = 30 * base::kDay_us;
constexpr std::int64_t kFirstRetry_us = 2 * base::kSecond_us;
constexpr std::int64_t kLongestRetry_us = 10 * base::kMinute_us;

enum class JobState { ready, running, done, dead, cancelled };
BOOST_DESCRIBE_ENUM(JobState, ready, running, done, dead, cancelled)

/// `payload` is JSON without patient data. While a job with the same `unique_key` is ready, a second is
/// dropped.
struct NewJob {
    std::string kind;
    std::string payload = "{}";
    /// Higher runs first.
    int priority = 0;
    std::optional<std::string> unique_key{};
    base::Instant run_after{};
};

struct Job {
    JobId id;
    std::string kind;
    std::string payload;
    std::int64_t priority = 0;
    std::optional<std::string> unique_key;
    JobState state = JobState::ready;
    base::Instant run_after;
    std::int64_t attempts = 0;
    std::string worker;
    base::Instant lease_until;
    /// Grows with every claim: an old worker's completion no longer fits.
    std::int64_t fence = 0;
    std::int64_t done_steps = 0;
    std::int64_t total_steps = 0;
    bool cancel_asked = false;
    std::string last_error;
    base::Instant created_at;
    std::optional<base::Instant> finished_at;
    /// How long each heartbeat of its worker prolongs the lease; not a column.
    std::int64_t lease_us = kLease_us;
};
BOOST_DESCRIBE_STRUCT(Job, (),
                      (id, kind, payload, priority, unique_key, state, run_after, attempts, worker,
                       lease_until, fence, done_steps, total_steps, cancel_asked, last_error, created_at,
                       finished_at))

std::span<const db::Migration> migrations();

/// Returns false when a ready job with the same unique key was there already; it then runs no later and with
/// no lower priority than this one would have. Call in a write transaction.
bool enqueue(db::Session& session, base::Instant now, base::Random& random, const NewJob& job);

/// The next job that is due, or whose lease has run out; now running under `worker`. Call in a transaction of
/// Access::claim, so that workers pass by each other's rows instead of colliding.
std::optional<Job> claim(db::Session& session, base::Instant now, const std::string& worker,
                         std::int64_t lease_us = kLease_us);

/// Call in the transaction of the job's result. Throws Error{conflict, "job.lost"} when the lease went to
/// another worker or the job was cancelled: the transaction is then rolled back as a whole.
void complete(db::Session& session, base::Instant now, const Job& job);

/// Whether a job of this kind and payload is ready or running.
bool is_pending(db::Session& session, const std::string& kind, const std::string& payload);

/// Puts it back with a growing, jittered pause, or among the dead after kMaxAttempts or when `is_final`.
/// Returns whether it is over now: dead, or cancelled.
bool give_up(db::Session& session, base::Instant now, base::Random& random, const Job& job,
             const std::string& error_code, bool is_final);

/// Ready again from `run_after` on, and the attempt is not counted: the worker ends, or the job only looked
/// whether something has happened yet. Where a twin with its key is ready by now, that one does instead.
void put_back(db::Session& session, base::Instant now, base::Instant run_after, const Job& job);

/// Prolongs the lease; returns false when the job is no longer this worker's or is to be cancelled.
bool heartbeat(db::Session& session, base::Instant now, const Job& job);
void set_progress(db::Session& session, const Job& job, std::int64_t done_steps, std::int64_t total_steps);

bool is_known(db::Session& session, JobId id);
/// A running job is asked to stop; a ready one is cancelled at once.
bool cancel(db::Session& session, base::Instant now, JobId id);
/// A dead or cancelled job is made ready again.
bool retry(db::Session& session, base::Instant now, JobId id);

std::vector<Job> list(db::Session& session, std::optional<JobState> state, std::optional<JobId> before,
                      std::int64_t limit);
/// State → number of jobs.
std::map<std::string, std::int64_t> count_by_state(db::Session& session);
/// Forgets at most `limit` jobs that were done or cancelled before that instant. The dead stay until somebody
/// has looked at them.
std::int64_t prune(db::Session& session, base::Instant before, std::int64_t limit);
/// When the next ready job is due; nullopt when none is.
std::optional<base::Instant> next_due(db::Session& session);

}  // namespace medal::jobs
