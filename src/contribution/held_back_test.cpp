#include "contribution/held_back.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

using imaging::deid::FileReport;
using imaging::deid::FileStatus;

FileReport file(FileStatus status, std::string reason) {
    FileReport report;
    report.input = "MUSTERMANN.dcm";
    report.status = status;
    report.reason = std::move(reason);
    return report;
}

TEST(FilesEvidence, lists_files_in_quarantine_first_by_number_and_reason_only) {
    auto leak = file(FileStatus::quarantined, "");
    leak.findings.push_back(imaging::refusal("deid.leak", "An identifier was found again."));
    imaging::deid::BatchReport report;
    report.files = {file(FileStatus::refused, "No image."), file(FileStatus::written, ""), leak};
    report.summary.quarantined = 1;
    const auto evidence = files_evidence(report, {});
    ASSERT_EQ(evidence.held.size(), 2U);
    EXPECT_EQ(evidence.held[0].number, 3);
    EXPECT_EQ(evidence.held[0].reason, "An identifier was found again.");
    EXPECT_EQ(evidence.held[1].number, 1);
    EXPECT_EQ(evidence.quarantined, 1U);
    EXPECT_EQ(base::to_json(evidence).find("MUSTERMANN"), std::string::npos);
}

TEST(FilesEvidence, says_by_which_upload_and_entry_of_an_archive_a_file_came_and_the_code_of_its_reason) {
    const auto first = *base::Scalar<UploadId>::parse("01890a5d-ac96-774b-bcce-b302099a8057");
    const auto second = *base::Scalar<UploadId>::parse("01890a5d-ac96-774b-bcce-b302099a8058");
    auto text = file(FileStatus::refused, "This file is text.");
    text.findings = {imaging::refusal("file.kind", "This file is text."), imaging::note("slide.part", "x")};
    text.origin.given = "/in/1";
    auto cut = file(FileStatus::refused, "It was cut off.");
    cut.origin = {"/in/0", 17};
    auto strange = file(FileStatus::refused, "No image.");
    strange.origin.given = "/in/MUSTERMANN.dcm";
    auto beyond = file(FileStatus::refused, "No image.");
    beyond.origin = {"/in/2", 3};
    imaging::deid::BatchReport report;
    report.files = {text, cut, strange, beyond};
    const auto evidence = files_evidence(report, std::vector{first, second});
    EXPECT_EQ(evidence.held[0].upload_id, second);
    EXPECT_EQ(evidence.held[0].code, "file.kind");
    EXPECT_FALSE(evidence.held[0].member);
    EXPECT_EQ(evidence.held[1].upload_id, first);
    EXPECT_EQ(evidence.held[1].member, 17);
    EXPECT_FALSE(evidence.held[2].upload_id);
    EXPECT_FALSE(evidence.held[3].upload_id);
    EXPECT_FALSE(evidence.held[3].member);
    EXPECT_EQ(base::to_json(evidence).find("MUSTERMANN"), std::string::npos);
}

TEST(FilesEvidence, reads_what_earlier_versions_stored) {
    const auto evidence = base::from_json<FilesEvidence>(
        R"({"files": 1, "written": 0, "refused": 1, "quarantined": 0, "more": 0,
            "held": [{"number": 1, "status": "refused", "reason": "No image."}]})");
    ASSERT_EQ(evidence.held.size(), 1U);
    EXPECT_FALSE(evidence.held[0].upload_id);
    EXPECT_FALSE(evidence.held[0].code);
}

TEST(FilesEvidence, counts_files_beyond_the_first_hundred) {
    imaging::deid::BatchReport report;
    report.files = std::vector<FileReport>(130, file(FileStatus::refused, "No image."));
    EXPECT_EQ(files_evidence(report, {}).held.size(), 100U);
    EXPECT_EQ(files_evidence(report, {}).more, 30);
}

}  // namespace
}  // namespace medal::contribution
