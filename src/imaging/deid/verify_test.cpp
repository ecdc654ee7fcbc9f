#include "imaging/deid/verify.h"

#include "imaging/testing_image.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <fstream>
#include <numeric>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

TestImage image_of(const std::string& name) {
    return {{1, 2, 3}, [&](phantom::DicomObject& object) { object.set(0x00100010, dicom::vr::PN, name); }};
}

/// A TAR archive of one file (POSIX.1, ustar).
std::string archive_of(std::string_view content) {
    std::string head(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) { head.replace(at, text.size(), text); };
    put(0, "image.dcm");
    put(100, "0000600");
    put(124, fmt::format("{:011o}", content.size()));
    put(136, "00000000000");
    put(148, "        ");
    put(156, "0");
    put(257, std::string{"ustar\0"
                         "00",
                         8});
    const auto sum = std::accumulate(head.begin(), head.end(), 0U, [](unsigned total, char c) {
        return total + static_cast<unsigned char>(c);
    });
    put(148, fmt::format("{:06o}", sum) + '\0');
    std::string body{content};
    body.resize((body.size() + 511) / 512 * 512, '\0');
    return head + body + std::string(1024, '\0');
}

class VerifyTest : public ::testing::Test {
  protected:
    VerifyTest() {
        archive_ = folder_ / "packed.tar";
        std::ofstream{archive_, std::ios::binary} << archive_of(text_of(image_.bytes()));
    }

    VerifyReport verify(const fs::path& originals, const fs::path& results) {
        LocalFileWork here;
        return verify_files({originals, results, folder_ / "scratch"}, here);
    }

    TestImage image_ = image_of("Quillfeather^Orsolya");
    testing::TemporaryFolder folder_;
    fs::path archive_;
};

TEST_F(VerifyTest, sees_what_another_tool_left_in_plain_files_and_in_archives) {
    const auto plain = verify(image_.path(), image_.path()).leaks;
    EXPECT_GT(plain, 0U);
    // Once in the bytes of the archive, and once in the file that comes out of it.
    EXPECT_EQ(verify(image_.path(), archive_).leaks, 2 * plain);
    EXPECT_EQ(verify(archive_, image_.path()).leaks, plain);
}

TEST_F(VerifyTest, says_what_could_not_be_searched) {
    std::ofstream{folder_ / "broken.tar", std::ios::binary}
        << archive_of(text_of(image_.bytes())).substr(0, 700);
    const auto report = verify(image_.path(), folder_ / "broken.tar");
    EXPECT_EQ(report.not_searched, 1U);
    EXPECT_FALSE(report.files.front().reason.empty());
    EXPECT_EQ(verify(folder_ / "broken.tar", image_.path()).not_searched, 1U);
}

TEST_F(VerifyTest, reports_each_file_that_was_searched) {
    const auto other = image_of("Zogborf^Ann");
    const auto report = verify(image_.path(), other.path());
    EXPECT_EQ(report.originals, 1U);
    ASSERT_EQ(report.files.size(), 1U);
    EXPECT_EQ(report.files.front().file, other.path().string());
}

}  // namespace
}  // namespace medal::imaging::deid
