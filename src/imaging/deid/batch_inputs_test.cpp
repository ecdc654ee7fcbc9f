// What of the given files and folders becomes an input, and where results may go.
#include "imaging/deid/batch_inputs.h"

#include "base/error.h"
#include "base/json.h"
#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/inflate.h"
#include "imaging/testing_image.h"
#include "support/temporary_folder.h"

#include <fstream>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

class BatchInputs : public ::testing::Test {
  protected:
    BatchInputs() { put("in/scan.dcm"); }

    void put(const fs::path& name) const {
        fs::create_directories((folder_ / name).parent_path());
        fs::copy_file(image_.path(), folder_ / name);
    }

    BatchReport run(const fs::path& input, const fs::path& output) const {
        base::SeededRandom random{7};
        return deidentify_batch({folder_ / input}, folder_ / output,
                                {Profile{}, 1, false, folder_ / "quarantine"}, StudySecrets::random(random),
                                {});
    }

    TestImage image_{{1, 2, 3}, [](phantom::DicomObject&) {}};
    testing::TemporaryFolder folder_;
};

TEST_F(BatchInputs, a_link_in_a_folder_is_refused_by_name_and_not_followed) {
    put("elsewhere/secret.dcm");
    fs::create_symlink("../elsewhere/secret.dcm", folder_ / "in/link.dcm");
    const auto report = run("in", "out");
    EXPECT_EQ(report.summary.written, 1U);
    ASSERT_EQ(report.summary.refused, 1U);
    EXPECT_TRUE(report.files[0].input.ends_with("in/link.dcm"));
    EXPECT_NE(report.files[0].reason.find("link"), std::string::npos);
    EXPECT_EQ(report.files[0].findings.front().code, "input.link");
}

TEST_F(BatchInputs, a_link_that_is_given_by_itself_is_taken) {
    fs::create_symlink("in/scan.dcm", folder_ / "link.dcm");
    EXPECT_EQ(run("link.dcm", "out").summary.written, 1U);
}

TEST_F(BatchInputs, one_image_plain_and_packed_is_no_contradiction) {
    const auto packed = dicom::gzip(image_.bytes());
    std::ofstream{folder_ / "in/scan.dcm.gz", std::ios::binary}.write(
        reinterpret_cast<const char*>(packed.data()), static_cast<std::streamsize>(packed.size()));
    const auto report = run("in", "out");
    EXPECT_EQ(report.summary.written, 2U);
    EXPECT_EQ(report.files.back().findings.at(0).code, "dicom.repeated");
}

TEST_F(BatchInputs, one_image_with_other_pixels_in_a_packed_file_is_a_contradiction) {
    const TestImage other{{1, 2, 4}, [](phantom::DicomObject&) {}};
    const auto packed = dicom::gzip(other.bytes());
    std::ofstream{folder_ / "in/scan.dcm.gz", std::ios::binary}.write(
        reinterpret_cast<const char*>(packed.data()), static_cast<std::streamsize>(packed.size()));
    const auto report = run("in", "out");
    EXPECT_EQ(report.summary.written, 1U);
    EXPECT_EQ(report.files.back().findings.back().code, "dicom.conflict");
}

TEST_F(BatchInputs, a_file_knows_which_given_one_brought_it_but_no_report_tells) {
    put("in/other.dcm");
    const auto report = run("in", "out");
    EXPECT_EQ(report.files.at(0).origin.given.filename(), "other.dcm");
    EXPECT_EQ(report.files.at(1).origin.given.filename(), "scan.dcm");
    EXPECT_FALSE(report.files.at(1).origin.member);
    EXPECT_EQ(base::to_json(report).find("origin"), std::string::npos);
}

TEST_F(BatchInputs, results_inside_of_a_given_folder_are_no_inputs_of_the_next_run) {
    EXPECT_EQ(run("in", "in/out").summary.files, 1U);
    EXPECT_EQ(run("in", "in/out").summary.files, 1U);
}

TEST_F(BatchInputs, a_result_never_takes_the_place_of_what_was_given) {
    const auto is_refused = [&](const fs::path& input, const fs::path& output) {
        try {
            run(input, output);
        } catch (const base::Error& error) {
            return error.code() == "usage.output";
        }
        return false;
    };
    put("000001.dcm");
    put("D001/000001.dcm");
    EXPECT_TRUE(is_refused("in", "in"));
    EXPECT_TRUE(is_refused("in", "in/../in"));
    EXPECT_TRUE(is_refused("000001.dcm", ""));
    EXPECT_TRUE(is_refused("D001", "."));
    EXPECT_TRUE(is_refused("D001/000001.dcm", "."));
    EXPECT_FALSE(is_refused("in/scan.dcm", "in"));
    EXPECT_FALSE(is_refused("in", "out"));
}

}  // namespace
}  // namespace medal::imaging::deid
