#include "imaging/face/tracks.h"

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

FaceBox box_at(std::uint64_t frame, std::uint64_t x, double confidence = 0.8) {
    return {frame, x, 50, 40, 40, confidence};
}

/// Whether some track covers the box on that picture.
bool covers(const std::vector<FaceTrack>& tracks, const FaceBox& box, std::uint64_t frame) {
    for (const auto& track : tracks) {
        if (frame >= track.first_frame && frame <= track.last_frame && box.x >= track.x &&
            box.x + box.width <= track.x + track.width && box.y >= track.y &&
            box.y + box.height <= track.y + track.height) {
            return true;
        }
    }
    return false;
}

TEST(Tracks, joins_a_face_that_stays_into_one_range_up_to_the_next_picture_searched) {
    const std::vector<std::uint64_t> searched{0, 10, 20, 30};
    const auto tracks = tracks_of(std::vector{box_at(10, 100, 0.6), box_at(20, 104, 0.9)}, searched, 40);
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].first_frame, 1U);
    EXPECT_EQ(tracks[0].last_frame, 29U);
    EXPECT_EQ(tracks[0].x, 100U);
    EXPECT_EQ(tracks[0].width, 44U);
    EXPECT_DOUBLE_EQ(tracks[0].confidence, 0.9);
}

TEST(Tracks, reaches_to_both_ends_of_the_film) {
    const auto tracks = tracks_of(std::vector{box_at(0, 5)}, std::vector<std::uint64_t>{0}, 25);
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].first_frame, 0U);
    EXPECT_EQ(tracks[0].last_frame, 24U);
}

TEST(Tracks, keeps_two_faces_apart) {
    const std::vector<std::uint64_t> searched{0, 10};
    const auto tracks = tracks_of(
        std::vector{box_at(0, 100), box_at(0, 400), box_at(10, 405), box_at(10, 102)}, searched, 20);
    ASSERT_EQ(tracks.size(), 2U);
    EXPECT_EQ(tracks[0].width, 42U);
    EXPECT_EQ(tracks[1].width, 45U);
}

TEST(Tracks, covers_the_way_of_a_face_that_moves_and_no_box_grows_without_end) {
    std::vector<FaceBox> boxes;
    std::vector<std::uint64_t> searched;
    for (std::uint64_t n = 0; n < 12; ++n) {
        searched.push_back(10 * n);
        boxes.push_back(box_at(10 * n, 100 + 50 * n));
    }
    const auto tracks = tracks_of(boxes, searched, 120);
    for (const auto& track : tracks) EXPECT_LE(track.width, 40 + 2 * 50U);
    for (std::uint64_t frame = 0; frame <= 110; ++frame) {
        // It moves evenly, five pixels a picture.
        EXPECT_TRUE(covers(tracks, box_at(frame, 100 + 5 * frame), frame)) << frame;
    }
}

TEST(Tracks, ends_a_range_where_the_face_is_gone_and_begins_another_when_it_comes_back) {
    const std::vector<std::uint64_t> searched{0, 10, 20, 30, 40};
    const auto tracks = tracks_of(std::vector{box_at(0, 100), box_at(40, 100)}, searched, 50);
    ASSERT_EQ(tracks.size(), 2U);
    EXPECT_EQ(tracks[0].last_frame, 9U);
    EXPECT_EQ(tracks[1].first_frame, 31U);
}

}  // namespace
}  // namespace medal::imaging::face
