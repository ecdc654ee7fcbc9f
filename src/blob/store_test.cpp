#include "blob/store.h"

#include "base/error.h"
#include "support/temporary_folder.h"

#include <ctime>
#include <fstream>
#include <utility>

#include <gtest/gtest.h>

namespace medal::blob {
namespace {

class LocalBlobs : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder_;
    std::unique_ptr<Store> store_ = open_local_store(folder_.path());
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

TEST_F(LocalBlobs, what_was_put_since_is_not_removed) {
    const auto stored = put_text(*store_, "scan");
    const auto now_s = static_cast<std::int64_t>(std::time(nullptr));
    EXPECT_FALSE(store_->remove_unless_put_since(stored.hash, now_s - 60));
    EXPECT_TRUE(store_->has(stored.hash));
    EXPECT_TRUE(store_->remove_unless_put_since(stored.hash, now_s + 60));
    EXPECT_TRUE(store_->remove_unless_put_since(stored.hash, now_s + 60)) << "gone is gone";
    EXPECT_FALSE(store_->has(stored.hash));
}

TEST_F(LocalBlobs, another_process_that_starts_removes_leftovers_but_not_what_is_being_written) {
    std::ofstream{folder_ / "tmp" / "leftover"} << "half";
    bool is_first = true;
    const auto stored = store_->put([&](std::span<std::byte> space) -> std::size_t {
        if (!std::exchange(is_first, false)) return 0;
        const auto other = open_local_store(folder_.path());
        space[0] = std::byte{'x'};
        return 1;
    });
    EXPECT_EQ(read_text(*store_, stored.hash), "x");
    EXPECT_TRUE(std::filesystem::is_empty(folder_ / "tmp"));
}

TEST_F(LocalBlobs, the_empty_blob_is_a_blob) {
    const auto stored = put_text(*store_, "");
    EXPECT_EQ(stored.bytes, 0);
    EXPECT_EQ(read_text(*store_, stored.hash), "");
}

}  // namespace
}  // namespace medal::blob
