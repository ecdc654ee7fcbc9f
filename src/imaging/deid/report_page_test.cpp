#include "imaging/deid/report_page.h"

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

FileReport file_of(std::uint64_t study, std::uint64_t count, std::string input = "scan") {
    FileReport file;
    file.input = std::move(input);
    file.study = study;
    file.status = FileStatus::written;
    file.set_output("d001/000001.dcm");
    file.actions = {{"(0010,0010)", "PatientName", "D", "basic", "named in PS3.15 Table E.1-1", count}};
    return file;
}

TEST(StudyReports, count_equal_actions_over_the_files_of_a_study) {
    const std::vector files{file_of(2, 1), file_of(1, 3), file_of(2, 4)};
    const auto studies = study_reports(files);
    ASSERT_EQ(studies.size(), 2U);
    EXPECT_EQ(studies[0].number, 1U);
    EXPECT_EQ(studies[1].files, 2U);
    ASSERT_EQ(studies[1].actions.size(), 1U);
    EXPECT_EQ(studies[1].actions[0].count, 5U);
}

TEST(StudyReports, keep_actions_apart_that_differ_in_their_reason) {
    auto other = file_of(1, 2);
    other.actions[0].reason = "held an identifier of the study";
    const std::vector files{file_of(1, 1), other};
    EXPECT_EQ(study_reports(files)[0].actions.size(), 2U);
}

TEST(ReportPage, names_each_element_its_action_and_reason) {
    BatchReport report;
    report.files = {file_of(1, 3)};
    report.studies = study_reports(report.files);
    const auto page = report_page(report);
    for (const auto* text : {"PatientName", "named in PS3.15 Table E.1-1", "Study 1", "d001/000001.dcm"}) {
        EXPECT_NE(page.find(text), std::string::npos) << text;
    }
}

TEST(ReportPage, says_in_words_what_options_and_action_codes_mean) {
    BatchReport report;
    report.files = {file_of(1, 3)};
    report.studies = study_reports(report.files);
    const auto page = report_page(report);
    for (const auto* text : {"D, replaced by a dummy", "Retain UIDs", "Clean pixel data"}) {
        EXPECT_NE(page.find(text), std::string::npos) << text;
    }
}

TEST(ReportPage, does_not_let_a_file_name_become_markup) {
    BatchReport report;
    report.files = {file_of(0, 1, "<script>alert(1)</script>")};
    report.studies = study_reports(report.files);
    const auto page = report_page(report);
    EXPECT_EQ(page.find("<script>"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;"), std::string::npos);
}

}  // namespace
}  // namespace medal::imaging::deid
