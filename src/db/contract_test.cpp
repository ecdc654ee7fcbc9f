// What every engine promises: the same suite on SQLite and on a real PostgreSQL.
#include "base/ids.h"
#include "db/bind.h"
#include "db/faults.h"
#include "db/migrate.h"
#include "support/engines.h"

#include <atomic>
#include <map>
#include <thread>

#include <gtest/gtest.h>

namespace medal::db {
namespace {

constexpr Migration kThings[] = {
    {1, "things", R"(
        CREATE TABLE owners (id TEXT PRIMARY KEY);
        CREATE TABLE things (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, amount BIGINT NOT NULL CHECK (amount >= 0),
            weight DOUBLE PRECISION, made_at BIGINT NOT NULL, made_on TEXT, is_new BIGINT NOT NULL,
            tags TEXT NOT NULL, owner_id TEXT REFERENCES owners (id));
        INSERT INTO owners (id) VALUES ('somebody');
    )"},
};

struct Thing {
    base::PersonId id;
    std::string name;
    std::int64_t amount = 0;
    std::optional<double> weight;
    base::Instant made_at;
    std::optional<base::Date> made_on;
    bool is_new = false;
    std::map<std::string, std::vector<std::string>> tags;
    std::optional<std::string> owner_id;
    bool operator==(const Thing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, name, amount, weight, made_at, made_on, is_new, tags, owner_id))

Thing thing(const std::string& name, std::uint64_t seed = 1) {
    base::SeededRandom random{seed};
    Thing value;
    value.id = {base::make_uuid_v7({1}, random)};
    value.name = name;
    value.tags = {{"a", {"b", "c"}}};
    return value;
}

class Contract : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        if (!IsSkipped()) migrate(database(), kThings);
    }

    template <class Act>
    auto write(Act&& act) {
        return transact(database(), Access::write, act);
    }
    template <class Act>
    auto read(Act&& act) {
        return transact(database(), Access::read, act);
    }
    void add(const Thing& value) {
        write([&](Session& session) { insert(session, "things", value); });
    }
    std::int64_t count() {
        return read([](Session& session) {
            return maybe_scalar<std::int64_t>(session, "SELECT count(*) FROM things").value();
        });
    }
    /// The fault of a transaction that must fail.
    template <class Act>
    DbError fault_of(Act&& act) {
        try {
            write(act);
        } catch (const DbError& error) {
            return error;
        }
        throw std::logic_error{"nothing failed"};
    }
};

TEST_P(Contract, every_kind_of_member_survives_its_row) {
    auto value = thing("Größe 'quoted' \"“\\ \n 日本");
    value.amount = std::numeric_limits<std::int64_t>::max();
    value.weight = 0.1 + 0.2;
    value.made_at = {-1};
    value.made_on = base::Date{2024, 2, 29};
    value.is_new = true;
    value.owner_id = "somebody";
    add(value);
    EXPECT_EQ(read([&](Session& session) {
                  return maybe_row<Thing>(session, "SELECT * FROM things WHERE id = $1", value.id);
              }),
              value);
}

TEST_P(Contract, absent_members_are_null_and_come_back_absent) {
    add(thing("bolt"));
    EXPECT_EQ(read([](Session& session) { return rows<Thing>(session, "SELECT * FROM things"); }),
              std::vector{thing("bolt")});
}

TEST_P(Contract, parameters_may_be_used_twice_and_out_of_order) {
    const auto found = read([](Session& session) {
        return column<std::string>(session, "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)",
                                   "a", "b");
    });
    EXPECT_EQ(found, std::vector<std::string>{"bab"});
}

TEST_P(Contract, extreme_doubles_come_back_bit_for_bit) {
    for (const double value : {5e-324, 1.7976931348623157e308, -0.1, 1.0 / 3.0}) {
        EXPECT_EQ(read([&](Session& session) {
                      return maybe_scalar<double>(session, "SELECT CAST($1 AS DOUBLE PRECISION)", value);
                  }),
                  value);
    }
}

TEST_P(Contract, text_that_one_engine_cannot_hold_is_refused_by_both) {
    for (const auto& text : {std::string{"a\0b", 3}, std::string{"\xff"}}) {
        try {
            add(thing(text));
            FAIL() << "was stored";
        } catch (const base::Error& error) {
            EXPECT_EQ(error.code(), "db.bad_text");
        }
    }
    EXPECT_EQ(count(), 0);
}

TEST_P(Contract, a_number_that_is_not_finite_is_refused) {
    auto value = thing("bolt");
    value.weight = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(add(value), base::Error);
}

TEST_P(Contract, broken_constraints_are_told_apart_and_named_without_their_values) {
    add(thing("bolt", 1));
    const auto unique = fault_of([](Session& session) { insert(session, "things", thing("bolt", 2)); });
    EXPECT_EQ(unique.fault(), FaultKind::unique);
    EXPECT_NE(unique.constraint().find("name"), std::string::npos) << unique.constraint();
    EXPECT_EQ(unique.detail().find("bolt"), std::string::npos) << unique.detail();

    const auto check =
        fault_of([](Session& session) { execute(session, "UPDATE things SET amount = $1", -1); });
    EXPECT_EQ(check.fault(), FaultKind::check);
    const auto not_null = fault_of([](Session& session) {
        execute(session, "UPDATE things SET name = $1", std::optional<std::string>{});
    });
    EXPECT_EQ(not_null.fault(), FaultKind::not_null);
    const auto foreign =
        fault_of([](Session& session) { execute(session, "UPDATE things SET owner_id = $1", "nobody"); });
    EXPECT_EQ(foreign.fault(), FaultKind::foreign_key);
}

TEST_P(Contract, upsert_and_returning_work) {
    add(thing("bolt"));
    const auto amount = write([](Session& session) {
        return maybe_scalar<std::int64_t>(session,
                                          "INSERT INTO things (id, name, amount, made_at, is_new, tags) "
                                          "VALUES ('x', $1, 0, 0, 0, '{}') "
                                          "ON CONFLICT (name) DO UPDATE SET amount = things.amount + $2 "
                                          "RETURNING amount",
                                          "bolt", 5);
    });
    EXPECT_EQ(amount, 5);
}

TEST_P(Contract, execute_counts_the_rows_it_changed) {
    add(thing("bolt", 1));
    add(thing("nut", 2));
    EXPECT_EQ(write([](Session& session) { return execute(session, "UPDATE things SET amount = 1"); }), 2);
    EXPECT_EQ(write([](Session& session) {
                  return execute(session, "DELETE FROM things WHERE name = $1", "none");
              }),
              0);
}

TEST_P(Contract, an_update_by_id_tells_whether_the_row_was_there) {
    auto value = thing("bolt");
    EXPECT_FALSE(write([&](Session& session) { return update(session, "things", value); }));
    add(value);
    value.amount = 7;
    EXPECT_TRUE(write([&](Session& session) { return update(session, "things", value); }));
    EXPECT_EQ(read([](Session& session) { return rows<Thing>(session, "SELECT * FROM things"); }),
              std::vector{value});
}

TEST_P(Contract, a_transaction_whose_error_was_swallowed_does_not_commit) {
    const auto error = fault_of([](Session& session) {
        insert(session, "things", thing("bolt", 1));
        EXPECT_THROW(insert(session, "things", thing("bolt", 2)), DbError);
    });
    EXPECT_EQ(error.fault(), FaultKind::other);
    EXPECT_EQ(count(), 0);
}

TEST_P(Contract, after_an_error_no_statement_of_the_transaction_runs) {
    EXPECT_THROW(write([](Session& session) {
                     insert(session, "things", thing("bolt", 1));
                     EXPECT_THROW(insert(session, "things", thing("bolt", 2)), DbError);
                     EXPECT_THROW(insert(session, "things", thing("nut", 3)), DbError);
                 }),
                 DbError);
    EXPECT_EQ(count(), 0);
}

TEST_P(Contract, a_reading_transaction_cannot_write) {
    EXPECT_THROW(read([](Session& session) { insert(session, "things", thing("bolt")); }), DbError);
    EXPECT_EQ(count(), 0);
}

TEST_P(Contract, a_reader_sees_one_moment) {
    const auto other = another_database();
    read([&](Session& session) {
        const auto before = column<std::int64_t>(session, "SELECT count(*) FROM things");
        transact(*other, Access::write, [](Session& writer) { insert(writer, "things", thing("bolt")); });
        EXPECT_EQ(column<std::int64_t>(session, "SELECT count(*) FROM things"), before);
    });
    EXPECT_EQ(count(), 1);
}

TEST_P(Contract, rows_are_counted_by_key) {
    write([](Session& session) {
        std::uint64_t seed = 1;
        for (const auto& [name, amount] : {std::pair{"bolt", 2}, std::pair{"nut", 2}, std::pair{"cog", 5}}) {
            auto one = thing(name, seed++);
            one.amount = amount;
            insert(session, "things", one);
        }
    });
    read([](Session& session) {
        EXPECT_EQ(counts<std::int64_t>(session, "SELECT amount, count(*) FROM things GROUP BY amount"),
                  (std::map<std::int64_t, std::int64_t>{{2, 2}, {5, 1}}));
        EXPECT_TRUE(counts(session, "SELECT name, count(*) FROM things WHERE name = $1 GROUP BY name", "none")
                        .empty());
    });
}

TEST_P(Contract, two_statements_in_one_text_are_refused) {
    EXPECT_THROW(write([](Session& session) { execute(session, "DELETE FROM things; DELETE FROM owners"); }),
                 DbError);
}

TEST_P(Contract, more_parameters_than_the_statement_has_are_refused) {
    EXPECT_THROW(
        write([](Session& session) { execute(session, "DELETE FROM things WHERE name = $1", "a", "b"); }),
        DbError);
}

TEST_P(Contract, more_different_statements_than_are_kept_prepared_all_work) {
    write([](Session& session) {
        for (int i = 0; i < 600; ++i) {
            const auto sql = "SELECT CAST($1 AS BIGINT) + " + std::to_string(i);
            ASSERT_EQ(column<std::int64_t>(session, sql, 1), std::vector<std::int64_t>{i + 1});
        }
    });
}

TEST_P(Contract, writers_that_collide_are_tried_again_until_each_has_counted) {
    add(thing("bolt"));
    const auto bump = [this] {
        for (int i = 0; i < 25; ++i) {
            write([](Session& session) {
                const auto amount = maybe_scalar<std::int64_t>(session, "SELECT amount FROM things").value();
                execute(session, "UPDATE things SET amount = $1", amount + 1);
            });
        }
    };
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i) writers.emplace_back(bump);
    for (auto& writer : writers) writer.join();
    EXPECT_EQ(read([](Session& session) {
                  return maybe_scalar<std::int64_t>(session, "SELECT amount FROM things");
              }),
              100);
}

TEST_P(Contract, two_that_decide_on_what_the_other_writes_cannot_both_win) {
    const auto other = another_database();
    std::atomic<int> tries{0};
    const auto take_last_place = [&](Database& mine, const std::string& name, std::uint64_t seed) {
        transact(mine, Access::write, [&](Session& session) {
            ++tries;
            const auto taken = maybe_scalar<std::int64_t>(session, "SELECT count(*) FROM things").value();
            if (taken == 0) insert(session, "things", thing(name, seed));
        });
    };
    std::thread rival{[&] { take_last_place(*other, "nut", 2); }};
    take_last_place(database(), "bolt", 1);
    rival.join();
    EXPECT_EQ(count(), 1);
    EXPECT_GE(tries, 2);
}

TEST_P(Contract, several_starters_at_once_migrate_once) {
    constexpr Migration kMore[] = {kThings[0], {2, "more", "CREATE TABLE more (id BIGINT PRIMARY KEY)"}};
    std::atomic<int> applied{0};
    std::vector<std::thread> starters;
    for (int i = 0; i < 6; ++i) {
        starters.emplace_back([&] {
            const auto mine = another_database();
            applied += migrate(*mine, kMore);
        });
    }
    for (auto& starter : starters) starter.join();
    EXPECT_EQ(applied, 1);
    EXPECT_TRUE(pending_migrations(database(), kMore).empty());
}

TEST_P(Contract, a_migration_that_fails_leaves_nothing_of_itself) {
    constexpr Migration kBroken[] = {
        kThings[0],
        {2, "broken", "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABLE things (x BIGINT)"}};
    EXPECT_THROW(migrate(database(), kBroken), DbError);
    EXPECT_EQ(pending_migrations(database(), kBroken), std::vector<int>{2});
    EXPECT_NO_THROW(
        write([](Session& session) { session.run_script("CREATE TABLE half (id BIGINT PRIMARY KEY)"); }));
}

TEST_P(Contract, a_changed_migration_and_a_newer_one_are_refused) {
    constexpr Migration kChanged[] = {{1, "things", "CREATE TABLE things (other BIGINT)"}};
    const auto code_of = [&](std::span<const Migration> migrations) -> std::string {
        try {
            migrate(database(), migrations);
        } catch (const base::Error& error) {
            return error.code();
        }
        return "";
    };
    EXPECT_EQ(code_of(kChanged), "migration.changed");
    EXPECT_EQ(code_of({}), "migration.from_future");
}

TEST_P(Contract, a_write_that_fails_at_its_nth_call_is_whole_or_not_there) {
    FaultPlan plan;
    const auto faulty = with_faults(another_database(), plan);
    for (const auto moment : {FaultMoment::before, FaultMoment::after}) {
        for (std::int64_t call = 1;; ++call) {
            write([](Session& session) { execute(session, "DELETE FROM things"); });
            plan.arm(call, FaultKind::other, moment);
            try {
                transact(*faulty, Access::write, [](Session& session) {
                    insert(session, "things", thing("bolt", 1));
                    insert(session, "things", thing("nut", 2));
                });
            } catch (const DbError&) {
                EXPECT_TRUE(plan.was_reached());
            }
            const auto rows = count();
            EXPECT_TRUE(rows == 0 || rows == 2) << rows << " rows after call " << call;
            if (!plan.was_reached()) {
                EXPECT_EQ(call, 5) << "begin, two inserts, commit";
                break;
            }
        }
    }
}

TEST_P(Contract, a_transient_fault_is_tried_again_unseen) {
    FaultPlan plan;
    const auto faulty = with_faults(another_database(), plan);
    plan.arm(2, FaultKind::serialization);
    transact(*faulty, Access::write, [](Session& session) { insert(session, "things", thing("bolt")); });
    EXPECT_TRUE(plan.was_reached());
    EXPECT_EQ(count(), 1);
}

TEST_P(Contract, sessions_that_lost_their_server_are_replaced_unseen) {
    add(thing("bolt"));
    if (is_postgres()) postgres_->disconnect_everybody();
    EXPECT_EQ(count(), 1);
}

TEST_P(Contract, a_statement_survives_a_change_of_its_table) {
    add(thing("bolt"));
    const auto all = [](Session& session) {
        return session.query("SELECT * FROM owners", {}).columns.size();
    };
    EXPECT_EQ(read(all), 1U);
    transact(*another_database(), Access::write,
             [](Session& session) { session.run_script("ALTER TABLE owners ADD COLUMN age BIGINT"); });
    EXPECT_EQ(read(all), 2U);
}

MEDAL_ON_EACH_ENGINE(Contract);

}  // namespace
}  // namespace medal::db
