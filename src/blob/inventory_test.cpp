#include "blob/inventory.h"

#include "blob/references.h"
#include "support/engines.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::blob {
namespace {

class TakeInventory : public testing::EachEngine {
  protected:
    void SetUp() override {
        EachEngine::SetUp();
        make_tables(migrations());
    }
    StoredBlob kept(const std::string& text) {
        const auto blob = put_text(*store_, text);
        db::transact(database(), db::Access::write,
                     [&](db::Session& session) { keep(session, blob.hash, "asset:" + text, blob.bytes); });
        return blob;
    }

    std::unique_ptr<Store> store_ = open_local_store(folder_.path() / "blobs");
};

TEST_P(TakeInventory, counts_what_is_kept_and_finds_nothing_wrong_in_a_whole_store) {
    for (int i = 0; i < 700; ++i) kept("scan " + std::to_string(i));
    const auto found = take_inventory(database(), *store_, Look::every_byte);
    EXPECT_EQ(found.kept, 700);
    EXPECT_EQ(found.missing, 0);
    EXPECT_EQ(found.damaged, 0);
}

TEST_P(TakeInventory, misses_a_blob_whose_file_is_gone) {
    kept("here");
    std::filesystem::remove(*store_->local_path(kept("gone").hash));
    const auto found = take_inventory(database(), *store_, Look::presence);
    EXPECT_EQ(found.kept, 2);
    EXPECT_EQ(found.missing, 1);
}

TEST_P(TakeInventory, finds_a_flipped_byte_only_when_it_reads_every_one) {
    const auto path = *store_->local_path(kept("whole").hash);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    std::ofstream{path, std::ios::binary} << "wholE";
    EXPECT_EQ(take_inventory(database(), *store_, Look::presence).damaged, 0);
    EXPECT_EQ(take_inventory(database(), *store_, Look::every_byte).damaged, 1);
}

MEDAL_ON_EACH_ENGINE(TakeInventory);

}  // namespace
}  // namespace medal::blob
