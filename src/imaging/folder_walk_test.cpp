#include "imaging/folder_walk.h"

#include "support/temporary_folder.h"

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

namespace fs = std::filesystem;

class FolderWalk : public ::testing::Test {
  protected:
    void SetUp() override {
        for (const auto* name : {"b/2", "b/1", "a", "c/d/3"}) folder_.write(name, name);
    }

    std::string listed(const fs::path& without = {}) const {
        std::string text;
        for (const auto& file : walk_folder(folder_.path(), without)) {
            text += file.path.lexically_relative(folder_.path()).string();
            if (file.refused) text += "=" + file.refused->code;
            text += ' ';
        }
        return text;
    }

    testing::TemporaryFolder folder_;
};

TEST_F(FolderWalk, lists_every_file_by_name) {
    EXPECT_EQ(listed(), "a b/1 b/2 c/d/3 ");
}

TEST_F(FolderWalk, tells_of_links_and_does_not_follow_them) {
    fs::create_symlink(folder_ / "a", folder_ / "b/0");
    fs::create_directory_symlink("/", folder_ / "c/root");
    fs::create_symlink("nowhere", folder_ / "z");
    EXPECT_EQ(listed(), "a b/0=input.link b/1 b/2 c/d/3 c/root=input.link z=input.link ");
}

TEST_F(FolderWalk, tells_of_what_is_no_file) {
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(listed(), "a b/1 b/2 c/d/3 pipe=input.device ");
}

TEST_F(FolderWalk, tells_of_a_folder_that_cannot_be_read_and_goes_on) {
    fs::permissions(folder_ / "b", fs::perms::none);
    // Root may read everything; nobody may not, and is let into the folder itself.
    fs::permissions(folder_.path(), fs::perms{0755});
    constexpr uid_t kNobody = 65534;
    const auto self = geteuid();
    if (self == 0) {
        ASSERT_EQ(seteuid(kNobody), 0);
    }
    const auto seen = listed();
    ASSERT_EQ(seteuid(self), 0);
    fs::permissions(folder_ / "b", fs::perms::owner_all);
    EXPECT_EQ(seen, "a b=input.unreadable c/d/3 ");
}

TEST_F(FolderWalk, tells_of_a_folder_that_is_not_there) {
    const auto found = walk_folder(folder_ / "none");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].refused->code, "input.unreadable");
}

TEST_F(FolderWalk, leaves_out_what_it_is_told_to) {
    EXPECT_EQ(listed(folder_ / "c/../b"), "a c/d/3 ");
}

}  // namespace
}  // namespace medal::imaging
