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

imaging::worker::PictureReport picture_with(const std::string& input, double confidence) {
    imaging::worker::PictureReport picture;
    picture.input = input;
    picture.status = FaceStatus::judged;
    picture.found.kind = face::PictureKind::still;
    picture.found.faces.push_back({2, 5, 10, 20, 30, 40, confidence});
    return picture;
}

FacePlaces places_of(const char* name, AssetId asset) {
    FacePlaces places{"/out", {}};
    places.frames.emplace(name, FramePlace{asset, 7});
    return places;
}

TEST(FaceCheck, waits_for_a_person_where_a_picture_shows_a_face_and_says_where) {
    const AssetId asset{};
    imaging::worker::DefaceReport report;
    report.pictures.push_back(picture_with("/out/a/1.png", 0.9));
    const auto verdict = judge_faces(report, places_of("a/1.png", asset));
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::block);
    EXPECT_EQ(verdict->evidence.pictures_with_face, 1);
    ASSERT_EQ(verdict->evidence.boxes.size(), 1U);
    const auto& box = verdict->evidence.boxes.front();
    EXPECT_EQ(box.asset_id, asset);
    EXPECT_EQ(box.frame, 9);
    EXPECT_EQ(box.last_frame, 12);
    EXPECT_EQ(box.width, 30U);
}

TEST(FaceCheck, warns_of_what_may_be_a_face_on_a_picture) {
    imaging::worker::DefaceReport report;
    report.pictures.push_back(picture_with("/out/a/1.png", 0.6));
    const auto verdict = judge_faces(report);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::warn);
    EXPECT_EQ(verdict->evidence.more, 1);
}

TEST(FaceCheck, warns_of_pictures_that_could_not_be_searched) {
    imaging::worker::DefaceReport report;
    report.pictures.emplace_back();
    const auto verdict = judge_faces(report);
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->verdict, Verdict::warn);
    EXPECT_EQ(verdict->evidence.pictures_not_searched, 1);
}

TEST(FaceCheck, stores_no_more_than_two_hundred_boxes_and_counts_the_rest) {
    imaging::worker::DefaceReport report;
    report.pictures.push_back(picture_with("/out/a/1.png", 0.9));
    report.pictures[0].found.faces.resize(230, report.pictures[0].found.faces[0]);
    const auto verdict = judge_faces(report, places_of("a/1.png", AssetId{}));
    EXPECT_EQ(verdict->evidence.boxes.size(), 200U);
    EXPECT_EQ(verdict->evidence.more, 30);
}

}  // namespace
}  // namespace medal::contribution
