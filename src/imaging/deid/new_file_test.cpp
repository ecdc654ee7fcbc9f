#include "imaging/deid/new_file.h"

#include "base/error.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <sstream>
#include <string>
#include <sys/uio.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

class NewFileTest : public ::testing::Test {
  protected:
    static void write(NewFile& file, std::string text) { file.write({{text.data(), text.size()}}); }
    static std::string read(const fs::path& path) {
        std::ostringstream text;
        text << std::ifstream{path, std::ios::binary}.rdbuf();
        return text.str();
    }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder_.path()}, fs::directory_iterator{}));
    }

    testing::TemporaryFolder folder_;
};

TEST_F(NewFileTest, stands_under_its_name_only_after_it_took_its_place) {
    NewFile file{folder_ / "a.dcm"};
    write(file, "new");
    EXPECT_FALSE(fs::exists(folder_ / "a.dcm"));
    EXPECT_EQ(read(file.path()), "new");
    file.take_place();
    EXPECT_EQ(read(folder_ / "a.dcm"), "new");
    EXPECT_EQ(files(), 1U);
}

TEST_F(NewFileTest, is_gone_where_it_took_no_place) {
    { write(*std::make_unique<NewFile>(folder_ / "a.dcm"), "new"); }
    EXPECT_EQ(files(), 0U);
}

TEST_F(NewFileTest, leaves_what_stands_there_as_it_is_until_then) {
    std::ofstream{folder_ / "a.dcm"} << "old";
    NewFile file{folder_ / "a.dcm"};
    write(file, "new");
    EXPECT_EQ(read(folder_ / "a.dcm"), "old");
    file.take_place();
    EXPECT_EQ(read(folder_ / "a.dcm"), "new");
}

TEST_F(NewFileTest, leaves_nothing_behind_where_its_place_is_taken_by_a_folder) {
    fs::create_directory(folder_ / "a.dcm");
    NewFile file{folder_ / "a.dcm"};
    write(file, "new");
    EXPECT_THROW(file.take_place(), base::Error);
    EXPECT_EQ(files(), 1U);
}

TEST_F(NewFileTest, can_only_be_read_by_its_owner) {
    NewFile file{folder_ / "a.dcm"};
    file.take_place();
    EXPECT_EQ(fs::status(folder_ / "a.dcm").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace medal::imaging::deid
