// Several workers on one queue, as threads and as processes that are killed.
#include "jobs/loop.h"

#include "base/error.h"
#include "db/bind.h"
#include "support/engines.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::jobs {
namespace {

constexpr db::Migration kResults[] = {
    {9000, "results", "CREATE TABLE results (job TEXT NOT NULL, worker BIGINT NOT NULL)"},
};
constexpr std::chrono::seconds kPatience{60};

/// A clock that several threads may read while a test moves it.
class SharedClock final : public base::Clock {
  public:
    base::Instant now() const override { return {now_us_}; }
    void advance_us(std::int64_t by_us) { now_us_ += by_us; }

  private:
    std::atomic<std::int64_t> now_us_{1'000'000'000};
};

class Loop : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        if (IsSkipped()) return;
        std::vector<db::Migration> all{migrations().begin(), migrations().end()};
        all.insert(all.end(), std::begin(kResults), std::end(kResults));
        db::migrate(database(), all);
    }

    void add(int count) {
        in([&](db::Session& session) {
            for (int i = 0; i < count; ++i) enqueue(session, clock_.now(), random_, {.kind = "work"});
        });
    }
    std::size_t in_state(JobState state) {
        return in([&](db::Session& session) { return list(session, state, {}, 1'000).size(); });
    }
    Job only_job() {
        return in([](db::Session& session) { return list(session, {}, {}, 1).at(0); });
    }
    template <class Condition>
    bool comes_true(Condition&& condition) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) return false;
            std::this_thread::yield();
        }
        return true;
    }
    /// Writes a result in the transaction that completes the job.
    static Handler writing_result(db::Database& database, int worker) {
        return [&database, worker](JobContext& context) {
            db::transact(database, db::Access::write, [&](db::Session& session) {
                db::execute(session, "INSERT INTO results (job, worker) VALUES ($1, $2)", context.job().id,
                            worker);
                context.complete_in(session);
            });
        };
    }
    std::pair<std::int64_t, std::int64_t> results_and_jobs_with_results() {
        return in([](db::Session& session) {
            return std::pair{
                *db::maybe_scalar<std::int64_t>(session, "SELECT count(*) FROM results"),
                *db::maybe_scalar<std::int64_t>(session, "SELECT count(DISTINCT job) FROM results")};
        });
    }

    SharedClock clock_;
    base::SecureRandom random_;
};

TEST_P(Loop, many_workers_in_two_pools_complete_each_job_once) {
    constexpr int kJobs = 60;
    add(kJobs);
    const auto other = another_database();
    JobLoop first{database(), clock_, random_, {{"work", writing_result(database(), 1)}}, 3};
    JobLoop second{*other, clock_, random_, {{"work", writing_result(*other, 2)}}, 3};
    EXPECT_TRUE(comes_true([&] { return in_state(JobState::done) == kJobs; }));
    EXPECT_EQ(results_and_jobs_with_results(), (std::pair<std::int64_t, std::int64_t>{kJobs, kJobs}));
}

TEST_P(Loop, the_lease_of_a_handler_that_says_nothing_is_prolonged) {
    add(1);
    std::atomic<bool> may_end{false};
    Handlers handlers{{"work", [&](JobContext&) { comes_true([&] { return may_end.load(); }); }}};
    JobLoop loop{database(),          clock_, random_,
                 std::move(handlers), 1,      LeaseTiming{.heartbeat = std::chrono::milliseconds{5}}};
    EXPECT_TRUE(comes_true([&] { return only_job().state == JobState::running; }));
    clock_.advance_us(kLease_us * 3 / 4);
    const auto end_of_first_lease = clock_.now() + kLease_us / 4;
    EXPECT_TRUE(comes_true([&] { return only_job().lease_until > end_of_first_lease; }));
    may_end = true;
    EXPECT_TRUE(comes_true([&] { return only_job().state == JobState::done; }));
}

TEST_P(Loop, a_cancelled_handler_hears_of_it_at_its_next_report) {
    add(1);
    Handlers handlers{
        {"work", [&](JobContext& context) { comes_true([&] { return context.report(1, 2), false; }); }}};
    JobLoop loop{database(),          clock_, random_,
                 std::move(handlers), 1,      LeaseTiming{.heartbeat = std::chrono::milliseconds{5}}};
    EXPECT_TRUE(comes_true([&] { return only_job().done_steps == 1; }));
    in([&](db::Session& session) {
        return cancel(session, clock_.now(), list(session, {}, {}, 1).at(0).id);
    });
    EXPECT_TRUE(comes_true([&] { return only_job().state == JobState::cancelled; }));
}

TEST_P(Loop, stopping_gives_a_reporting_job_back_uncounted) {
    add(1);
    Handlers handlers{
        {"work", [&](JobContext& context) { comes_true([&] { return context.report(1, 2), false; }); }}};
    JobLoop loop{database(), clock_, random_, std::move(handlers), 1};
    EXPECT_TRUE(comes_true([&] { return only_job().state == JobState::running; }));
    loop.stop();
    EXPECT_EQ(only_job().state, JobState::ready);
    EXPECT_EQ(only_job().attempts, 0);
}

TEST_P(Loop, a_handler_that_only_looked_runs_again_later_as_if_never_tried) {
    add(1);
    int looks = 0;
    Handlers handlers{{"work", [&](JobContext& context) {
                           if (++looks < 20) context.run_again_at(clock_.now() + base::kMinute_us);
                       }}};
    JobLoop loop{database(), clock_, random_, std::move(handlers), 0};
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(loop.run_due(), 1);
        clock_.advance_us(base::kMinute_us);
    }
    EXPECT_EQ(only_job().state, JobState::done);
}

TEST_P(Loop, a_result_whose_lease_was_lost_is_rolled_back_with_its_completion) {
    add(1);
    Handlers handlers{{"work", [&](JobContext& context) {
                           clock_.advance_us(kLease_us + 1);
                           in([&](db::Session& session) { return claim(session, clock_.now(), "thief"); });
                           writing_result(database(), 1)(context);
                       }}};
    JobLoop loop{database(), clock_, random_, std::move(handlers), 0};
    loop.run_due();
    EXPECT_EQ(results_and_jobs_with_results().first, 0);
    EXPECT_EQ(only_job().worker, "thief");
}

// A worker process is killed while its job runs; another finds the job when the lease is over.
TEST_P(Loop, a_killed_worker_loses_nothing_and_nothing_completes_twice) {
    add(5);
    for (int round = 0; round < 3; ++round) {
        const pid_t child = ::fork();
        if (child == 0) {
            const auto mine = another_database();
            Handlers handlers{{"work", [](JobContext&) { ::kill(::getpid(), SIGKILL); }}};
            JobLoop loop{*mine, clock_, random_, std::move(handlers), 0};
            loop.run_due();
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status));
    }
    EXPECT_EQ(in_state(JobState::running), 3U);
    clock_.advance_us(kLease_us + 1);
    JobLoop loop{database(), clock_, random_, {{"work", writing_result(database(), 1)}}, 0};
    EXPECT_EQ(loop.run_due(), 5);
    EXPECT_EQ(results_and_jobs_with_results(), (std::pair<std::int64_t, std::int64_t>{5, 5}));
}

MEDAL_ON_EACH_ENGINE(Loop);

}  // namespace
}  // namespace medal::jobs
