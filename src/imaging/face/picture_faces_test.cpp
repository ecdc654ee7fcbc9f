#include "imaging/face/picture_faces.h"

#include "imaging/face/obscure.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/portrait.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/testing_data.h"

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

using picture::Raster;

/// A portrait pasted into a grey picture.
Raster scene(std::size_t portrait_px, std::size_t x, std::size_t y, std::uint64_t seed = 1) {
    const auto face = phantom::draw_portrait(portrait_px, seed);
    auto raster = Raster::blank(480, 360, 3);
    std::fill(raster.samples.begin(), raster.samples.end(), std::uint8_t{125});
    for (std::size_t row = 0; row < portrait_px; ++row) {
        std::copy_n(face.pixel(0, row), 3 * portrait_px, raster.pixel(x, y + row));
    }
    return raster;
}

Raster turned_left(const Raster& raster) {
    auto out = Raster::blank(raster.height, raster.width, raster.channels);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            std::copy_n(raster.pixel(x, y), raster.channels, out.pixel(y, raster.width - 1 - x));
        }
    }
    return out;
}

bool holds(const FaceBox& box, std::uint64_t x, std::uint64_t y) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

TEST(PictureFaces, finds_one_face_and_its_place) {
    const auto boxes = find_faces(scene(200, 240, 100), 3);
    ASSERT_EQ(boxes.size(), 1U);
    EXPECT_GE(boxes[0].confidence, kSureOfFace);
    EXPECT_EQ(boxes[0].frame, 3U);
    EXPECT_TRUE(holds(boxes[0], 340, 200));
    EXPECT_GT(boxes[0].width, 50U);
    EXPECT_LT(boxes[0].width, 110U);
}

TEST(PictureFaces, finds_a_face_in_pictures_that_were_turned) {
    auto raster = scene(200, 240, 100);
    for (int turns = 1; turns < 4; ++turns) {
        raster = turned_left(raster);
        const auto boxes = find_faces(raster, 0);
        ASSERT_EQ(boxes.size(), 1U) << turns;
        EXPECT_GE(boxes[0].confidence, kSureOfFace) << turns;
    }
}

TEST(PictureFaces, finds_small_faces_and_more_than_one) {
    auto raster = scene(90, 20, 30, 4);
    const auto other = phantom::draw_portrait(120, 9);
    for (std::size_t row = 0; row < 120; ++row) {
        std::copy_n(other.pixel(0, row), 3 * 120, raster.pixel(300, 200 + row));
    }
    const auto boxes = find_faces(raster, 0);
    ASSERT_EQ(boxes.size(), 2U);
    const auto found = [&](std::uint64_t x, std::uint64_t y) {
        return holds(boxes[0], x, y) || holds(boxes[1], x, y);
    };
    EXPECT_TRUE(found(65, 75));
    EXPECT_TRUE(found(360, 260));
}

TEST(PictureFaces, finds_faces_without_colour_and_gives_the_same_boxes_every_time) {
    const auto colour = scene(200, 60, 80);
    auto grey = Raster::blank(colour.width, colour.height, 1);
    for (std::size_t i = 0; i < grey.samples.size(); ++i) grey.samples[i] = colour.samples[3 * i + 1];
    const auto boxes = find_faces(grey, 0);
    const auto again = find_faces(grey, 0);
    ASSERT_EQ(boxes.size(), 1U);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(boxes[0].x, again[0].x);
    EXPECT_DOUBLE_EQ(boxes[0].confidence, again[0].confidence);
}

TEST(PictureFaces, finds_no_face_where_it_was_obscured) {
    for (const auto style : {Style::block, Style::blur, Style::fill}) {
        auto raster = scene(200, 240, 100);
        for (const auto& box : find_faces(raster, 0)) {
            obscure(raster, {box.x, box.y, box.width, box.height}, style);
        }
        for (const auto& box : find_faces(raster, 0)) EXPECT_LT(box.confidence, kSureOfFace);
    }
}

TEST(PictureFaces, finds_nothing_in_an_empty_picture_or_a_single_pixel) {
    EXPECT_TRUE(find_faces(Raster::blank(300, 200, 3), 0).empty());
    EXPECT_TRUE(find_faces(Raster::blank(1, 1, 1), 0).empty());
    EXPECT_TRUE(find_faces(Raster::blank(5000, 1, 3), 0).empty());
    EXPECT_TRUE(find_faces({}, 0).empty());
}

TEST(PictureFaces, finds_no_face_in_photographs_of_skin_eyes_and_tissue) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* name : {"derm_text_chunks.png", "fundus_burned_in.jpg", "ihc_histology.png"}) {
        const MappedFile file{sample_folder() / "photos" / name};
        EXPECT_TRUE(find_faces(picture::load_raster(file.bytes()), 0).empty()) << name;
    }
}

}  // namespace
}  // namespace medal::imaging::face
