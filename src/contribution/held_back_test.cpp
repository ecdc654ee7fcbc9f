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
    const auto evidence = files_evidence(report);
    ASSERT_EQ(evidence.held.size(), 2U);
    EXPECT_EQ(evidence.held[0].number, 3);
    EXPECT_EQ(evidence.held[0].reason, "An identifier was found again.");
    EXPECT_EQ(evidence.held[1].number, 1);
    EXPECT_EQ(evidence.quarantined, 1U);
    EXPECT_EQ(base::to_json(evidence).find("MUSTERMANN"), std::string::npos);
}

TEST(FilesEvidence, counts_files_beyond_the_first_hundred) {
    imaging::deid::BatchReport report;
    report.files = std::vector<FileReport>(130, file(FileStatus::refused, "No image."));
    EXPECT_EQ(files_evidence(report).held.size(), 100U);
    EXPECT_EQ(files_evidence(report).more, 30);
}

}  // namespace
}  // namespace medal::contribution
