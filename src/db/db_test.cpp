#include "base/ids.h"
#include "db/bind.h"
#include "db/database.h"
#include "db/migrate.h"

#include <thread>

#include <gtest/gtest.h>

namespace medal::db {
namespace {

constexpr Migration kThings[] = {
    {1, "things",
     "CREATE TABLE things (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, amount BIGINT NOT NULL CHECK "
     "(amount >= 0),"
     " weight DOUBLE PRECISION, made_at BIGINT NOT NULL, tags TEXT NOT NULL)"},
};

struct Thing {
    base::PersonId id;
    std::string name;
    int amount = 0;
    std::optional<double> weight;
    base::Instant made_at;
    std::vector<std::string> tags;
    bool operator==(const Thing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, name, amount, weight, made_at, tags))

Thing thing(const std::string& name) {
    base::SeededRandom random{name.size()};
    return {{base::make_uuid_v7({1}, random)}, name, 3, {}, {1'234'567}, {"a", "b"}};
}

TEST(Db, a_described_struct_survives_its_row) {
    const auto database = Database::open({});
    migrate(*database, kThings);
    transact(*database, Access::write, [](Session& session) { insert(session, "things", thing("bolt")); });
    const auto back = transact(*database, Access::read, [](Session& session) {
        return maybe_row<Thing>(session, "SELECT * FROM things WHERE name = $1", "bolt");
    });
    EXPECT_EQ(back, thing("bolt"));
}

TEST(Db, a_failed_transaction_leaves_nothing) {
    const auto database = Database::open({});
    migrate(*database, kThings);
    EXPECT_THROW(transact(*database, Access::write,
                          [](Session& session) {
                              insert(session, "things", thing("bolt"));
                              insert(session, "things", thing("bolt"));
                          }),
                 DbError);
    EXPECT_EQ(transact(*database, Access::read,
                       [](Session& session) {
                           return column<std::int64_t>(session, "SELECT count(*) FROM things");
                       }),
              std::vector<std::int64_t>{0});
}

TEST(Db, migrating_twice_does_nothing_the_second_time) {
    const auto database = Database::open({});
    EXPECT_EQ(migrate(*database, kThings), 1);
    EXPECT_EQ(migrate(*database, kThings), 0);
}

}  // namespace
}  // namespace medal::db
