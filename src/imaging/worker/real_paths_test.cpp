#include "imaging/worker/real_paths.h"

#include "base/text.h"
#include "support/temporary_folder.h"

#include <fstream>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

class RealPathsTest : public ::testing::Test {
  protected:
    RealPathsTest() {
        fs::create_directories(folder_ / "real");
        std::ofstream{folder_ / "real/file"} << "12345";
        fs::create_directory_symlink(folder_ / "real", folder_ / "link");
        fs::create_symlink(folder_ / "real/file", folder_ / "file_link");
    }

    testing::TemporaryFolder folder_;
    RealPaths paths_;
};

TEST(WirePath, is_utf8_whatever_bytes_a_name_has) {
    for (const std::string path : {"/a/b.dcm", "/a/\xFF\n.dcm", "/a/M\xFCller", "/\xC3\xBC"}) {
        EXPECT_TRUE(base::is_utf8(path_to_wire(path)));
        EXPECT_EQ(path_from_wire(path_to_wire(path)), path);
    }
}

TEST_F(RealPathsTest, see_through_links_of_folders_and_of_files) {
    const auto real = (folder_ / "real/file").string();
    for (const auto* given : {"real/file", "link/file", "file_link", "real/../link/file", "real/./file"}) {
        const auto place = paths_.find(folder_ / given);
        EXPECT_EQ(place.path, real) << given;
        EXPECT_EQ(place.bytes, 5U) << given;
    }
}

TEST_F(RealPathsTest, keep_the_name_of_what_is_not_there) {
    EXPECT_EQ(paths_.find(folder_ / "link/nothing").path, (folder_ / "real/nothing").string());
    EXPECT_EQ(paths_.find(folder_ / "none/nothing").path, (folder_ / "none/nothing").string());
    EXPECT_EQ(paths_.find(folder_ / "none/nothing").bytes, 0U);
}

TEST_F(RealPathsTest, do_not_depend_on_the_working_folder) {
    const auto before = fs::current_path();
    fs::current_path(folder_ / "link");
    EXPECT_EQ(paths_.find("file").path, (folder_ / "real/file").string());
    EXPECT_EQ(paths_.find("./file").path, (folder_ / "real/file").string());
    EXPECT_EQ(paths_.find("..").path, folder_.path().string());
    fs::current_path(before);
}

}  // namespace
}  // namespace medal::imaging::worker
