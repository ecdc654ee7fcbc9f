#include "blob/cached_store.h"

#include "base/error.h"
#include "support/engines.h"

#include <ctime>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::blob {
namespace {

/// A local store that acts as one far away: it gives no paths.
class FarStore final : public Store {
  public:
    explicit FarStore(const std::filesystem::path& folder) : store_(open_local_store(folder)) {}
    StoredBlob put(const Source& source) override { return store_->put(source); }
    void read(const base::Sha256& hash, const Sink& sink) override {
        ++reads;
        store_->read(hash, sink);
    }
    bool has(const base::Sha256& hash) override { return store_->has(hash); }
    std::optional<std::filesystem::path> local_path(const base::Sha256&) override { return std::nullopt; }
    bool remove_unless_put_since(const base::Sha256& hash, std::int64_t since_s) override {
        return store_->remove_unless_put_since(hash, since_s);
    }
    void for_each(const std::function<void(const base::Sha256&, std::int64_t)>& visit) override {
        store_->for_each(visit);
    }
    int reads = 0;

  private:
    std::unique_ptr<Store> store_;
};

class CachedBlobs : public ::testing::Test {
  protected:
    void open(std::uint64_t max_bytes) {
        auto far = std::make_unique<FarStore>(folder_.path() / "far");
        far_ = far.get();
        store_ = open_cached_store(
            std::move(far), {.folder = folder_.path() / "near", .max_bytes = max_bytes, .spared_s = 60},
            clock_);
    }
    void SetUp() override { open(1000); }
    static std::int64_t now_s() { return static_cast<std::int64_t>(std::time(nullptr)); }
    bool has_copy(const base::Sha256& hash) const {
        return std::filesystem::exists(folder_.path() / "near" / hash.text().substr(0, 2) / hash.text());
    }
    void use_long_ago(const base::Sha256& hash, int seconds) {
        const auto path = folder_.path() / "near" / hash.text().substr(0, 2) / hash.text();
        std::filesystem::last_write_time(
            path, std::filesystem::file_time_type::clock::now() - std::chrono::seconds{seconds});
    }

    testing::TemporaryFolder folder_;
    base::SystemClock clock_;
    FarStore* far_ = nullptr;
    std::unique_ptr<Store> store_;
};

TEST_F(CachedBlobs, a_blob_is_fetched_once_and_lies_near_by_from_then_on) {
    const auto stored = put_text(*store_, "scan");
    EXPECT_FALSE(has_copy(stored.hash));
    const auto path = store_->local_path(stored.hash);
    ASSERT_TRUE(path);
    EXPECT_EQ(store_->local_path(stored.hash), path);
    EXPECT_EQ(read_text(*store_, stored.hash), "scan");
    EXPECT_EQ(far_->reads, 1);
    std::ifstream file{*path};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{file}, {}}), "scan");
}

TEST_F(CachedBlobs, what_is_not_stored_has_no_path) {
    EXPECT_EQ(store_->local_path(base::sha256("other")), std::nullopt);
    EXPECT_THROW(read_text(*store_, base::sha256("other")), base::Error);
    for (const auto& entry : std::filesystem::directory_iterator{folder_.path() / "near"})
        EXPECT_NE(entry.path().extension(), ".fetch") << "nothing of the try stays";
}

TEST_F(CachedBlobs, the_copies_not_used_for_longest_make_room) {
    const auto first = put_text(*store_, std::string(400, 'a')).hash;
    const auto second = put_text(*store_, std::string(400, 'b')).hash;
    const auto third = put_text(*store_, std::string(400, 'c')).hash;
    store_->local_path(first);
    store_->local_path(second);
    use_long_ago(first, 500);
    use_long_ago(second, 900);
    ASSERT_TRUE(store_->local_path(third));
    EXPECT_TRUE(has_copy(first));
    EXPECT_FALSE(has_copy(second));
    EXPECT_TRUE(has_copy(third));
    EXPECT_TRUE(store_->has(second)) << "only the copy is gone";
    EXPECT_TRUE(store_->local_path(second));
}

TEST_F(CachedBlobs, a_copy_in_use_is_spared_even_when_there_is_no_room) {
    open(100);
    const auto first = put_text(*store_, std::string(400, 'a')).hash;
    const auto second = put_text(*store_, std::string(400, 'b')).hash;
    ASSERT_TRUE(store_->local_path(first));
    ASSERT_TRUE(store_->local_path(second));
    EXPECT_TRUE(has_copy(first));
    EXPECT_TRUE(has_copy(second));
}

TEST_F(CachedBlobs, room_is_counted_over_a_restart) {
    const auto first = put_text(*store_, std::string(700, 'a')).hash;
    store_->local_path(first);
    use_long_ago(first, 500);
    open(1000);
    store_->local_path(put_text(*store_, std::string(700, 'b')).hash);
    EXPECT_FALSE(has_copy(first));
}

TEST_F(CachedBlobs, a_damaged_copy_is_dropped_and_fetched_anew) {
    const auto hash = put_text(*store_, "scan").hash;
    std::ofstream{*store_->local_path(hash)} << "scam";
    EXPECT_THROW(read_text(*store_, hash), base::Error);
    EXPECT_EQ(read_text(*store_, hash), "scan");
}

TEST_F(CachedBlobs, what_is_removed_leaves_no_copy) {
    const auto hash = put_text(*store_, "scan").hash;
    store_->local_path(hash);
    EXPECT_FALSE(store_->remove_unless_put_since(hash, now_s() - 60));
    EXPECT_TRUE(has_copy(hash));
    EXPECT_TRUE(store_->remove_unless_put_since(hash, now_s() + 60));
    EXPECT_FALSE(has_copy(hash));
    EXPECT_EQ(store_->local_path(hash), std::nullopt);
}

}  // namespace
}  // namespace medal::blob
