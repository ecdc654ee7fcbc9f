#include "blob/store.h"

#include "base/error.h"
#include "blob/references.h"

#include <ctime>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::blob {
namespace {

class LocalBlobs : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ =
            std::filesystem::path{::testing::TempDir()} /
            (std::string{"medal_blobs_"} + ::testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::remove_all(folder_);
        store_ = open_local_store(folder_);
        db::migrate(*database_, migrations());
    }
    void keep_it(const base::Sha256& hash) {
        db::transact(*database_, db::Access::write,
                     [&](db::Session& session) { keep(session, hash, "asset:1", 3); });
    }
    std::filesystem::path folder_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<db::Database> database_ = db::Database::open({});
};

TEST_F(LocalBlobs, what_was_put_is_read_back_and_named_by_its_hash) {
    const auto stored = put_text(*store_, "scan");
    EXPECT_EQ(stored.hash, base::sha256("scan"));
    EXPECT_EQ(stored.bytes, 4);
    EXPECT_EQ(read_text(*store_, stored.hash), "scan");
    EXPECT_THROW(read_text(*store_, base::sha256("other")), base::Error);
}

TEST_F(LocalBlobs, a_damaged_blob_is_noticed_when_it_is_read) {
    const auto stored = put_text(*store_, "scan");
    std::ofstream{*store_->local_path(stored.hash)} << "scam";
    EXPECT_THROW(read_text(*store_, stored.hash), base::Error);
}

TEST_F(LocalBlobs, a_failing_source_leaves_nothing_behind) {
    int calls = 0;
    EXPECT_THROW(store_->put([&](std::span<std::byte>) -> std::size_t {
        if (++calls == 3) throw base::Error{base::ErrorKind::unavailable, "test", "gone"};
        return 10;
    }),
                 base::Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "tmp"));
    int blobs = 0;
    store_->for_each([&](const base::Sha256&, std::int64_t) { ++blobs; });
    EXPECT_EQ(blobs, 0);
}

TEST_F(LocalBlobs, the_collector_spares_what_is_kept_and_what_is_young) {
    const auto kept = put_text(*store_, "kept");
    const auto loose = put_text(*store_, "loose");
    keep_it(kept.hash);
    const auto now_s = static_cast<std::int64_t>(std::time(nullptr));
    EXPECT_EQ(collect(*database_, *store_, now_s).removed, 0) << "all are young";
    EXPECT_EQ(collect(*database_, *store_, now_s + 2 * kGrace_s).removed, 1);
    EXPECT_TRUE(store_->has(kept.hash));
    EXPECT_FALSE(store_->has(loose.hash));
}

TEST_F(LocalBlobs, a_blob_of_two_owners_lives_until_both_let_go) {
    const auto stored = put_text(*store_, "shared");
    keep_it(stored.hash);
    db::transact(*database_, db::Access::write, [&](db::Session& session) {
        keep(session, stored.hash, "asset:2", 3);
        let_go(session, "asset:1");
    });
    const auto later_s = static_cast<std::int64_t>(std::time(nullptr)) + 2 * kGrace_s;
    EXPECT_EQ(collect(*database_, *store_, later_s).removed, 0);
    db::transact(*database_, db::Access::write, [&](db::Session& session) { let_go(session, "asset:2"); });
    EXPECT_EQ(collect(*database_, *store_, later_s).removed, 1);
}

}  // namespace
}  // namespace medal::blob
