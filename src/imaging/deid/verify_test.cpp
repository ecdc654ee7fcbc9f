#include "imaging/deid/verify.h"

#include "imaging/testing_image.h"

#include <cstdlib>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

TestImage image_of(const std::string& name) {
    return {{1, 2, 3}, [&](phantom::DicomObject& object) { object.set(0x00100010, dicom::vr::PN, name); }};
}

class VerifyTest : public testing::Test {
  protected:
    VerifyTest() {
        std::string pattern = (fs::temp_directory_path() / "medal-verify-test-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        fs::copy_file(image_.path(), folder_ / "image.dcm");
        const auto command = "cd '" + folder_.string() + "' && tar czf packed.tgz image.dcm";
        packed_ = std::system(command.c_str()) == 0;
    }
    ~VerifyTest() override { fs::remove_all(folder_); }

    TestImage image_ = image_of("Quillfeather^Orsolya");
    fs::path folder_;
    bool packed_ = false;
};

TEST_F(VerifyTest, sees_what_another_tool_left_in_plain_files_and_in_archives) {
    ASSERT_TRUE(packed_);
    EXPECT_GT(verify_files(image_.path(), folder_ / "image.dcm").leaks, 0U);
    EXPECT_GT(verify_files(image_.path(), folder_ / "packed.tgz").leaks, 0U);
    EXPECT_GT(verify_files(folder_ / "packed.tgz", image_.path()).leaks, 0U);
}

TEST_F(VerifyTest, reports_each_file_that_was_searched) {
    const auto other = image_of("Zogborf^Ann");
    const auto report = verify_files(image_.path(), other.path());
    EXPECT_EQ(report.originals, 1U);
    ASSERT_EQ(report.files.size(), 1U);
    EXPECT_EQ(report.files.front().file, other.path().string());
}

}  // namespace
}  // namespace medal::imaging::deid
