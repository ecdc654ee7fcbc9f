#include "work/run.h"

#include "base/error.h"
#include "db/bind.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::work {
namespace {

class Work : public ::testing::Test {
  protected:
    void SetUp() override {
        std::vector<db::Migration> all;
        for (const auto& part :
             {audit::migrations(), blob::migrations(), mail::migrations(), jobs::migrations()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        db::migrate(*database_, all);
    }
    std::int64_t count(std::string_view sql) {
        return db::transact(*database_, db::Access::read, [&](db::Session& session) {
            return db::column<std::int64_t>(session, sql).at(0);
        });
    }

    std::unique_ptr<db::Database> database_ = db::Database::open({});
    testing::TemporaryFolder folder_;
    std::unique_ptr<blob::Store> blobs_ = blob::open_local_store(folder_.path());
    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{3};
    int nudges_ = 0;
    Workshop shop_{*database_, *blobs_, clock_, random_, {}, [this] { ++nudges_; }};
};

TEST_F(Work, all_effects_of_a_unit_are_there_together) {
    run(shop_, base::system_actor(), db::Access::write, [](Unit& unit) {
        unit.emit({.action = "test.done", .subject_kind = "test", .subject_id = "1"});
        unit.mail({"a@b.org", "hello", "text"});
    });
    EXPECT_EQ(count("SELECT count(*) FROM events"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM jobs"), 1);
    EXPECT_EQ(nudges_, 1);
}

TEST_F(Work, a_unit_that_throws_leaves_nothing_and_wakes_nobody) {
    EXPECT_THROW(run(shop_, base::system_actor(), db::Access::write,
                     [](Unit& unit) {
                         unit.emit({.action = "test.done", .subject_kind = "test", .subject_id = "1"});
                         unit.mail({"a@b.org", "hello", "text"});
                         throw base::Error{base::ErrorKind::conflict, "test", "no"};
                     }),
                 base::Error);
    EXPECT_EQ(count("SELECT count(*) FROM events"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(nudges_, 0);
}

}  // namespace
}  // namespace medal::work
