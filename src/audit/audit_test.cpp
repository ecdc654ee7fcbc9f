#include "audit/audit.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "db/bind.h"
#include "support/engines.h"

#include <thread>

#include <gtest/gtest.h>

namespace medal::audit {
namespace {

class Chain : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        if (IsSkipped()) return;
        db::migrate(database(), migrations());
        for (int i = 0; i < 5; ++i) add(database(), "p" + std::to_string(i % 2));
    }
    static void add(db::Database& mine, const std::string& problem) {
        db::transact(mine, db::Access::write, [&](db::Session& session) {
            append(session, base::system_actor(), {1},
                   {.action = "problem.submitted", .subject_kind = "problem", .subject_id = problem});
        });
    }
    ChainVerdict verdict() {
        return db::transact(database(), db::Access::read,
                            [](db::Session& session) { return verify(session); });
    }
    void tamper(std::string_view sql) {
        db::transact(database(), db::Access::write, [&](db::Session& session) { session.run_script(sql); });
    }
};

TEST_P(Chain, an_untouched_chain_is_intact) {
    EXPECT_TRUE(verdict().intact);
    EXPECT_EQ(verdict().events, 5);
}

TEST_P(Chain, a_changed_link_is_named) {
    tamper("UPDATE events SET reason = 'other' WHERE seq = 3");
    EXPECT_EQ(verdict().first_broken, 3);
}

TEST_P(Chain, a_removed_link_is_named_even_at_the_end) {
    tamper("DELETE FROM events WHERE seq = 5");
    EXPECT_FALSE(verdict().intact);
    EXPECT_EQ(verdict().first_broken, 5);
}

TEST_P(Chain, tells_the_history_of_one_thing) {
    const auto history = db::transact(database(), db::Access::read, [](db::Session& session) {
        return history_of(session, "problem", "p0");
    });
    EXPECT_EQ(history.size(), 3U);
}

TEST_P(Chain, a_link_that_was_made_to_fit_itself_breaks_the_next_one) {
    db::transact(database(), db::Access::write, [](db::Session& session) {
        auto link = events_after(session, 1, 1).at(0);
        link.reason = "other";
        link.hash.clear();
        db::execute(session, "UPDATE events SET reason = $1, hash = $2 WHERE seq = 2", link.reason,
                    base::sha256(base::to_json(link)).text());
    });
    EXPECT_EQ(verdict().first_broken, 3);
}

TEST_P(Chain, an_inserted_link_is_named) {
    tamper(
        "UPDATE events SET seq = 60 WHERE seq = 5; INSERT INTO events SELECT 5, at, actor_id, actor_name, "
        "action, "
        "subject_kind, subject_id, campaign_id, reason, data, previous_hash, hash FROM events WHERE seq = 4; "
        "UPDATE events SET seq = 6 WHERE seq = 60");
    EXPECT_EQ(verdict().first_broken, 5);
}

TEST_P(Chain, an_event_of_a_deed_that_failed_is_not_there) {
    EXPECT_THROW(db::transact(database(), db::Access::write,
                              [](db::Session& session) {
                                  append(session, base::system_actor(), {1},
                                         {.action = "a.b", .subject_kind = "a", .subject_id = "1"});
                                  base::fail_internal("later in the deed");
                              }),
                 base::Error);
    EXPECT_EQ(verdict().events, 5);
}

TEST_P(Chain, stays_one_line_when_many_append_at_once) {
    constexpr int kAppenders = 6;
    constexpr int kEach = 8;
    const auto other = another_database();
    std::vector<std::thread> appenders;
    for (int i = 0; i < kAppenders; ++i) {
        appenders.emplace_back([&, i] {
            for (int n = 0; n < kEach; ++n) add(i % 2 == 0 ? database() : *other, "p" + std::to_string(i));
        });
    }
    for (auto& appender : appenders) appender.join();
    EXPECT_TRUE(verdict().intact);
    EXPECT_EQ(verdict().events, 5 + kAppenders * kEach);
}

TEST_P(Chain, is_read_forwards_and_backwards_in_pages) {
    db::transact(database(), db::Access::read, [](db::Session& session) {
        EXPECT_EQ(events_after(session, 3, 10).size(), 2U);
        EXPECT_EQ(events_before(session, 0, 2).at(0).seq, 5);
        EXPECT_EQ(events_before(session, 4, 2).at(1).seq, 2);
    });
}

MEDAL_ON_EACH_ENGINE(Chain);

}  // namespace
}  // namespace medal::audit
