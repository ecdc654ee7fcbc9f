#include "jobs/queue.h"

#include "base/error.h"
#include "db/bind.h"
#include "jobs/loop.h"
#include "support/engines.h"

#include <atomic>

#include <gtest/gtest.h>

namespace medal::jobs {
namespace {

class Queue : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        make_tables(migrations());
    }

    bool add(const std::string& kind, int priority = 0, std::optional<std::string> key = {}) {
        return in([&](db::Session& session) {
            return enqueue(session, clock_.now(), random_,
                           {.kind = kind, .priority = priority, .unique_key = key});
        });
    }
    std::optional<Job> next(const std::string& worker = "w") {
        return in([&](db::Session& session) { return claim(session, clock_.now(), worker); });
    }

    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{1};
};

TEST_P(Queue, the_highest_priority_runs_first_and_a_claimed_job_is_not_claimed_again) {
    add("low");
    add("high", 5);
    EXPECT_EQ(next()->kind, "high");
    EXPECT_EQ(next()->kind, "low");
    EXPECT_FALSE(next());
}

TEST_P(Queue, counts_its_jobs_by_state) {
    add("one");
    add("two");
    next();
    const auto counts = in([](db::Session& session) { return count_by_state(session); });
    EXPECT_EQ(counts, (std::map<std::string, std::int64_t>{{"ready", 1}, {"running", 1}}));
}

TEST_P(Queue, a_second_ready_job_with_the_same_key_is_dropped) {
    EXPECT_TRUE(add("mail", 0, "mail"));
    EXPECT_FALSE(add("mail", 0, "mail"));
    next();
    EXPECT_TRUE(add("mail", 0, "mail")) << "the first is running: what came since needs another";
}

TEST_P(Queue, a_lost_lease_goes_to_another_worker_and_the_first_can_no_longer_complete) {
    add("work");
    const auto first = next("a");
    clock_.advance_us(kLease_us + 1);
    const auto second = next("b");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->id, first->id);
    EXPECT_THROW(in([&](db::Session& session) { complete(session, clock_.now(), *first); }), base::Error);
    EXPECT_NO_THROW(in([&](db::Session& session) { complete(session, clock_.now(), *second); }));
    EXPECT_THROW(in([&](db::Session& session) { complete(session, clock_.now(), *second); }), base::Error)
        << "nothing completes twice";
}

TEST_P(Queue, a_failed_job_waits_longer_each_time_and_is_buried_with_its_reason) {
    add("work");
    std::int64_t previous_us = 0;
    for (int attempt = 1; attempt < kMaxAttempts; ++attempt) {
        const auto job = next();
        ASSERT_TRUE(job) << attempt;
        in([&](db::Session& session) { give_up(session, clock_.now(), random_, *job, "test.broke", false); });
        const auto due = in([](db::Session& session) { return next_due(session); });
        const auto pause_us = due->microseconds - clock_.now().microseconds;
        EXPECT_GT(pause_us, previous_us * 9 / 10);
        previous_us = std::min(pause_us, kLongestRetry_us / 2);
        clock_.advance_us(pause_us);
    }
    const auto last = next();
    in([&](db::Session& session) { give_up(session, clock_.now(), random_, *last, "test.broke", false); });
    const auto dead = in([](db::Session& session) { return list(session, JobState::dead, {}, 10); });
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].last_error, "test.broke");
    in([&](db::Session& session) { return retry(session, clock_.now(), dead[0].id); });
    EXPECT_TRUE(next());
}

TEST_P(Queue, a_cancelled_running_job_loses_its_heartbeat_and_cannot_complete) {
    add("work");
    const auto job = next();
    in([&](db::Session& session) { return cancel(session, clock_.now(), job->id); });
    EXPECT_FALSE(in([&](db::Session& session) { return heartbeat(session, clock_.now(), *job); }));
    EXPECT_THROW(in([&](db::Session& session) { complete(session, clock_.now(), *job); }), base::Error);
}

TEST_P(Queue, the_loop_runs_every_job_once_and_buries_what_can_never_work) {
    std::atomic<int> ran{0};
    Handlers handlers;
    handlers["good"] = [&](JobContext&) { ++ran; };
    handlers["bad"] = [](JobContext&) { throw base::Error{base::ErrorKind::invalid, "test.bad", "bad"}; };
    for (int i = 0; i < 5; ++i) add("good");
    add("bad");
    add("unknown");
    JobLoop loop{database(), clock_, random_, std::move(handlers), 0};
    EXPECT_EQ(loop.run_due(), 7);
    EXPECT_EQ(ran, 5);
    EXPECT_EQ(in([](db::Session& session) { return list(session, JobState::dead, {}, 10); }).size(), 2U);
    EXPECT_EQ(in([](db::Session& session) { return list(session, JobState::done, {}, 10); }).size(), 5U);
}

TEST_P(Queue, a_cancelled_job_whose_worker_died_does_not_begin_anew) {
    add("work");
    const auto job = next();
    in([&](db::Session& session) { return cancel(session, clock_.now(), job->id); });
    clock_.advance_us(kLease_us + 1);
    EXPECT_FALSE(next());
    EXPECT_EQ(in([](db::Session& session) { return list(session, JobState::cancelled, {}, 10); }).size(), 1U);
}

TEST_P(Queue, a_job_that_kills_its_workers_is_buried_and_the_next_one_runs) {
    add("deadly", 5);
    for (int i = 0; i < kMaxAttempts; ++i) {
        ASSERT_EQ(next()->kind, "deadly");
        clock_.advance_us(kLease_us + 1);
    }
    add("good");
    EXPECT_EQ(next()->kind, "good");
    const auto dead = in([](db::Session& session) { return list(session, JobState::dead, {}, 10); });
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].last_error, "job.worker_lost");
}

TEST_P(Queue, a_worker_that_ends_gives_its_job_back_without_costing_an_attempt) {
    add("work");
    in([&, job = *next()](db::Session& session) { put_back(session, clock_.now(), clock_.now(), job); });
    const auto again = next();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->attempts, 1);
}

TEST_P(Queue, a_job_put_back_for_later_keeps_its_key_and_yields_to_a_ready_twin) {
    add("mail", 0, "mail");
    in([&, job = *next()](db::Session& session) {
        put_back(session, clock_.now(), clock_.now() + base::kHour_us, job);
    });
    EXPECT_FALSE(next());
    EXPECT_FALSE(add("mail", 0, "mail")) << "the one that waits runs now, for both";
    const auto again = next();
    ASSERT_TRUE(again);
    EXPECT_TRUE(add("mail", 0, "mail"));
    in([&](db::Session& session) { put_back(session, clock_.now(), clock_.now(), *again); });
    EXPECT_EQ(in([](db::Session& session) { return list(session, JobState::ready, {}, 10); }).size(), 1U);
}

TEST_P(Queue, a_dropped_twin_brings_the_waiting_one_forward) {
    in([&](db::Session& session) {
        enqueue(session, clock_.now(), random_,
                {.kind = "mail", .unique_key = "mail", .run_after = clock_.now() + base::kHour_us});
    });
    EXPECT_FALSE(next());
    EXPECT_FALSE(add("mail", 3, "mail"));
    ASSERT_EQ(next()->priority, 3);
}

// Else a worker could begin before the deed is committed that the dropped twin was for, and miss it.
TEST_P(Queue, a_job_that_stands_for_a_twin_is_not_claimed_before_the_twin_is_committed) {
    if (!is_postgres()) return;  // SQLite's writers wait for each other
    add("mail", 0, "mail");
    const auto other = another_database();
    in([&](db::Session& session) {
        EXPECT_FALSE(enqueue(session, clock_.now(), random_, {.kind = "mail", .unique_key = "mail"}));
        EXPECT_FALSE(db::transact(*other, db::Access::claim,
                                  [&](db::Session& rival) { return claim(rival, clock_.now(), "rival"); }));
    });
    EXPECT_TRUE(next());
}

TEST_P(Queue, what_is_over_is_forgotten_after_a_while_and_the_dead_are_not) {
    add("good");
    add("bad");
    in([&, job = *next()](db::Session& session) { complete(session, clock_.now(), job); });
    in([&, job = *next()](db::Session& session) {
        give_up(session, clock_.now(), random_, job, "test.bad", true);
    });
    const auto pruned = [&](base::Instant before) {
        return in([&](db::Session& session) { return prune(session, before, 10); });
    };
    EXPECT_EQ(pruned(clock_.now()), 0);
    EXPECT_EQ(pruned(clock_.now() + 1), 1);
    EXPECT_EQ(in([](db::Session& session) { return list(session, {}, {}, 10); }).size(), 1U);
}

MEDAL_ON_EACH_ENGINE(Queue);

}  // namespace
}  // namespace medal::jobs
