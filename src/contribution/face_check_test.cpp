#include "contribution/face_check.h"

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

namespace face = imaging::face;
using imaging::worker::FaceStatus;

imaging::worker::DefaceReport report_with(FaceStatus status, face::Verdict verdict, double head_width_mm,
                                          std::size_t slices) {
    imaging::worker::VolumeReport volume;
    volume.inputs.assign(slices, "slice");
    volume.status = status;
    volume.result.verdict = verdict;
    volume.result.head_width_mm = head_width_mm;
    volume.result.confidence = 0.9;
    imaging::worker::DefaceReport report;
    report.volumes.push_back(volume);
    return report;
}

TEST(FaceCheck, waits_for_a_person_where_a_volume_holds_a_face) {
    const auto verdict = judge_faces(report_with(FaceStatus::judged, face::Verdict::face, 160, 100));
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::block);
    EXPECT_EQ(verdict->evidence.with_face, 1);
    EXPECT_DOUBLE_EQ(verdict->evidence.highest_confidence, 0.9);
}

TEST(FaceCheck, warns_of_what_is_shaped_like_a_head_and_could_not_be_decided) {
    const auto verdict = judge_faces(report_with(FaceStatus::undecided, face::Verdict::undecided, 160, 20));
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::warn);
}

TEST(FaceCheck, warns_of_a_series_that_could_not_be_read_as_a_volume) {
    EXPECT_TRUE(judge_faces(report_with(FaceStatus::refused, face::Verdict::undecided, 0, 40)));
}

TEST(FaceCheck, says_nothing_of_single_pictures_and_of_other_parts_of_the_body) {
    EXPECT_FALSE(judge_faces(report_with(FaceStatus::undecided, face::Verdict::undecided, 0, 1)));
    EXPECT_FALSE(judge_faces(report_with(FaceStatus::refused, face::Verdict::undecided, 0, 1)));
    EXPECT_FALSE(judge_faces(report_with(FaceStatus::judged, face::Verdict::no_face, 350, 200)));
}

}  // namespace
}  // namespace medal::contribution
