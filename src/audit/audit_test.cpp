#include "audit/audit.h"

#include "db/bind.h"

#include <gtest/gtest.h>

namespace medal::audit {
namespace {

class Chain : public ::testing::Test {
  protected:
    void SetUp() override {
        db::migrate(*database_, migrations());
        for (int i = 0; i < 5; ++i) {
            db::transact(*database_, db::Access::write, [&](db::Session& session) {
                append(session, base::system_actor(), {i + 1},
                       {.action = "problem.submitted",
                        .subject_kind = "problem",
                        .subject_id = "p" + std::to_string(i % 2)});
            });
        }
    }
    ChainVerdict verdict() {
        return db::transact(*database_, db::Access::read,
                            [](db::Session& session) { return verify(session); });
    }
    void tamper(std::string_view sql) {
        db::transact(*database_, db::Access::write, [&](db::Session& session) { session.run_script(sql); });
    }
    std::unique_ptr<db::Database> database_ = db::Database::open({});
};

TEST_F(Chain, an_untouched_chain_is_intact) {
    EXPECT_TRUE(verdict().intact);
    EXPECT_EQ(verdict().events, 5);
}

TEST_F(Chain, a_changed_link_is_named) {
    tamper("UPDATE events SET reason = 'other' WHERE seq = 3");
    EXPECT_EQ(verdict().first_broken, 3);
}

TEST_F(Chain, a_removed_link_is_named_even_at_the_end) {
    tamper("DELETE FROM events WHERE seq = 5");
    EXPECT_FALSE(verdict().intact);
    EXPECT_EQ(verdict().first_broken, 5);
}

TEST_F(Chain, tells_the_history_of_one_thing) {
    const auto history = db::transact(*database_, db::Access::read, [](db::Session& session) {
        return history_of(session, "problem", "p0");
    });
    EXPECT_EQ(history.size(), 3U);
}

}  // namespace
}  // namespace medal::audit
