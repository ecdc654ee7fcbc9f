#include "imaging/deid/unfinished_file.h"

#include "support/temporary_folder.h"

#include <fstream>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

TEST(UnfinishedFile, is_called_as_no_result_is_and_is_gone_with_its_object) {
    const testing::TemporaryFolder folder;
    const auto stem = folder / "result";
    std::optional<UnfinishedFile> file{std::in_place, stem, "slide"};
    const auto path = file->path();
    std::ofstream{path} << "half of it";
    EXPECT_TRUE(path.string().starts_with(stem.string() + "."));
    EXPECT_TRUE(path.string().ends_with(".part"));
    file.reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace medal::imaging::deid
