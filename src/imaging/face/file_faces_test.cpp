#include "imaging/face/file_faces.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/face/picture_faces.h"
#include "imaging/face/testing_portrait.h"
#include "imaging/film/reader.h"
#include "imaging/film/rewrite.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/phantom.h"
#include "imaging/phantom/portrait.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFirstWithFace = 12, kLastWithFace = 36;

class FileFaces : public ::testing::Test {
  protected:
    fs::path phantom(phantom::Kind kind) const {
        return phantom::make_phantom({.kind = kind, .slices = 3}, folder_ / "phantom").files.front();
    }

    fs::path dicom_portrait(const char* sop_class) const {
        return write_dicom_portrait(folder_ / "portrait.dcm", sop_class);
    }

    /// A real film in which a drawn face, grey, moves over some pictures.
    fs::path film_with_face() const {
        const MappedFile film{sample_folder() / "video/angio_burned_meta.mp4"};
        const auto portrait = phantom::draw_portrait(200, 2);
        const film::Edit edit{
            .wants = [](std::uint64_t n) { return n >= kFirstWithFace && n <= kLastWithFace; },
            .change =
                [&](std::uint64_t n, film::Plane& plane) {
                    for (std::uint64_t y = 0; y < 200; y += plane.pixels_down) {
                        for (std::uint64_t x = 0; x < 200; x += plane.pixels_across) {
                            auto& sample = plane.at((x + 40 + 2 * n) / plane.pixels_across,
                                                    (y + 100) / plane.pixels_down);
                            sample = plane.is_colour ? 128 : portrait.pixel(x, y)[1];
                        }
                    }
                }};
        film::rewrite_film(film.bytes(), folder_ / "film.mp4", edit);
        return folder_ / "film.mp4";
    }

    testing::TemporaryFolder folder_;
};

TEST_F(FileFaces, finds_the_face_on_a_photograph) {
    const auto found = find_faces_in_file(phantom(phantom::Kind::portrait));
    EXPECT_EQ(found.kind, PictureKind::still);
    ASSERT_EQ(found.faces.size(), 1U);
    EXPECT_GE(found.faces[0].confidence, kSureOfFace);
    EXPECT_EQ(found.faces[0].last_frame, 0U);
}

TEST_F(FileFaces, finds_none_on_a_photograph_of_skin) {
    const auto found = find_faces_in_file(phantom(phantom::Kind::photo));
    EXPECT_EQ(found.kind, PictureKind::still);
    EXPECT_TRUE(found.faces.empty());
}

TEST_F(FileFaces, does_not_search_what_no_camera_took) {
    for (const auto kind : {phantom::Kind::ct_head, phantom::Kind::xray, phantom::Kind::us}) {
        EXPECT_EQ(find_faces_in_file(phantom(kind)).kind, PictureKind::none);
    }
    EXPECT_EQ(find_faces_in_file(dicom_portrait("1.2.840.10008.5.1.4.1.1.77.1.6")).kind, PictureKind::none);
}

TEST_F(FileFaces, finds_the_frame_of_a_dicom_photograph_that_shows_a_face) {
    const auto found = find_faces_in_file(dicom_portrait(kPhotographClass));
    EXPECT_EQ(found.kind, PictureKind::dicom);
    EXPECT_EQ(found.frames_searched, 3U);
    ASSERT_EQ(found.faces.size(), 1U);
    EXPECT_EQ(found.faces[0].first_frame, 2U);
    EXPECT_EQ(found.faces[0].last_frame, 2U);
}

TEST_F(FileFaces, finds_a_face_that_moves_through_a_film_and_covers_every_picture_of_it) {
    MEDAL_NEEDS_SAMPLES();
    const auto found = find_faces_in_file(film_with_face());
    EXPECT_EQ(found.kind, PictureKind::film);
    ASSERT_FALSE(found.faces.empty());
    for (auto frame = kFirstWithFace; frame <= kLastWithFace; ++frame) {
        const auto x = 40 + 2 * frame + 100;
        EXPECT_TRUE(std::any_of(found.faces.begin(), found.faces.end(), [&](const FaceTrack& face) {
            return frame >= face.first_frame && frame <= face.last_frame && x > face.x &&
                   x < face.x + face.width && 200 > face.y && 200 < face.y + face.height;
        })) << frame;
    }
}

/// Brightness of each picture, and how much it differs between two films.
std::vector<picture::Raster> pictures_of(const fs::path& path) {
    const MappedFile file{path};
    film::Reader reader{file.bytes()};
    std::vector<picture::Raster> pictures;
    while (reader.next()) pictures.push_back(reader.picture(10'000));
    return pictures;
}

TEST_F(FileFaces, takes_the_face_out_of_a_film_and_leaves_the_rest_as_nobody_sees_a_difference) {
    MEDAL_NEEDS_SAMPLES();
    const auto film = film_with_face();
    const auto found = find_faces_in_file(film);
    const auto output = folder_ / "without.mp4";
    const auto changed = obscure_faces({film.string(), output.string(), Style::block, found.faces});
    EXPECT_GE(changed, kLastWithFace - kFirstWithFace + 1);
    for (const auto& face : find_faces_in_file(output).faces) EXPECT_LT(face.confidence, kSureOfFace);
    const auto before = pictures_of(film);
    const auto after = pictures_of(output);
    ASSERT_EQ(before.size(), after.size());
    double squares = 0;
    for (std::size_t i = 0; i < before[0].samples.size(); ++i) {
        squares += std::pow(before[0].samples[i] - after[0].samples[i], 2);
    }
    const double noise_db =
        10 * std::log10(255 * 255 / (squares / static_cast<double>(before[0].samples.size()) + 1e-9));
    EXPECT_GT(noise_db, 42);
}

TEST_F(FileFaces, refuses_damaged_films_and_pictures_with_a_code) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* name : {"hostile/png_bomb_30000.png", "hostile/jpeg_dims_65500.jpg"}) {
        EXPECT_THROW(find_faces_in_file(sample_folder() / name), base::Error) << name;
    }
    const auto path = folder_ / "noise.mp4";
    std::string text{
        "\0\0\0\x18"
        "ftypisom\0\0\0\0isommp42",
        24};
    text.resize(5000, 'x');
    deid::write_file(path, std::as_bytes(std::span{text}));
    EXPECT_THROW(find_faces_in_file(path), base::Error);
}

TEST(MayShowPeople, is_what_cameras_take_and_captures_of_screens) {
    EXPECT_TRUE(may_show_people(kPhotographClass));
    EXPECT_TRUE(may_show_people("1.2.840.10008.5.1.4.1.1.77.1.1"));
    EXPECT_TRUE(may_show_people("1.2.840.10008.5.1.4.1.1.7"));
    EXPECT_FALSE(may_show_people("1.2.840.10008.5.1.4.1.1.2"));
    EXPECT_FALSE(may_show_people("1.2.840.10008.5.1.4.1.1.77.1.2"));
    EXPECT_FALSE(may_show_people(""));
}

}  // namespace
}  // namespace medal::imaging::face
