#include "contribution/text_boxes.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

using imaging::burned_in::TextClass;
using imaging::burned_in::TextRegion;

imaging::deid::BatchReport report_with(std::vector<TextRegion> regions, std::uint64_t painted) {
    imaging::deid::FileReport file;
    file.status = imaging::deid::FileStatus::written;
    file.set_output("000001.dcm");
    file.burned_in = {true, std::move(regions), painted};
    imaging::deid::BatchReport report;
    report.files.push_back(std::move(file));
    return report;
}

BuiltAssets one_asset() {
    BuiltAssets built;
    built.places["000001.dcm"] = {AssetId{}, 4};
    return built;
}

TEST(BurnedInText, waits_for_a_person_where_something_was_painted_over) {
    const auto verdict = judge_burned_in_text(
        report_with({TextRegion{1, 10, 20, 30, 12, TextClass::identifier, 0.9}}, 1), one_asset());
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::block);
    ASSERT_EQ(verdict->evidence.boxes.size(), 1U);
    EXPECT_EQ(verdict->evidence.boxes[0].frame, 5);
    EXPECT_TRUE(verdict->evidence.boxes[0].is_painted_over);
}

TEST(BurnedInText, says_on_which_frames_of_a_film_it_is_seen) {
    TextRegion region{10, 10, 20, 30, 12, TextClass::text, 0.9};
    region.last_frame = 42;
    const auto verdict = judge_burned_in_text(report_with({region}, 0), one_asset());
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->evidence.boxes[0].frame, 14);
    EXPECT_EQ(verdict->evidence.boxes[0].last_frame, 46);
}

TEST(BurnedInText, only_warns_of_text_that_identifies_nobody_and_passes_over_markers) {
    const auto report = report_with(
        {TextRegion{0, 1, 2, 3, 4, TextClass::text, 0.8}, TextRegion{0, 9, 9, 9, 9, TextClass::marker, 0.8}},
        0);
    const auto verdict = judge_burned_in_text(report, one_asset());
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::warn);
    EXPECT_EQ(verdict->evidence.boxes.size(), 1U);
}

TEST(BurnedInText, waits_for_a_person_where_a_picture_could_not_be_searched) {
    auto report = report_with({}, 0);
    report.files[0].burned_in.is_searched = false;
    report.files[0].findings.push_back(imaging::warning("pixels.not_searched", "undecodable"));
    EXPECT_EQ(judge_burned_in_text(report, one_asset())->verdict, Verdict::block);
}

TEST(BurnedInText, of_a_slide_is_told_once_for_all_of_its_resolutions) {
    BuiltAssets built;
    built.places["000001.dcm"] = {AssetId{}, 3, true};
    const TextRegion found{0, 1000, 2000, 300, 120, TextClass::text, 0.9};
    const auto report = report_with({found, found}, 0);
    const auto verdict = judge_burned_in_text(report, built);
    ASSERT_TRUE(verdict);
    ASSERT_EQ(verdict->evidence.boxes.size(), 1U) << "the same place, told once";
    const auto& box = verdict->evidence.boxes[0];
    EXPECT_EQ(box.frame, 3);
    EXPECT_EQ(std::tuple(box.x, box.y, box.width, box.height), std::tuple(1000U, 2000U, 300U, 120U));
}

TEST(BurnedInText, says_nothing_of_files_without_pictures) {
    auto report = report_with({}, 0);
    report.files[0].burned_in.is_searched = false;
    EXPECT_FALSE(judge_burned_in_text(report, {}));
}

}  // namespace
}  // namespace medal::contribution
