#include "imaging/burned_in/film_scan.h"

#include "base/error.h"
#include "base/json.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/film_looks.h"
#include "imaging/burned_in/testing_pictures.h"
#include "imaging/film/reader.h"
#include "imaging/film/testing_film.h"
#include "imaging/mapped_file.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 320, kHeight = 200;
constexpr std::size_t kPictures = 60;

struct Title {
    std::string text;
    cv::Point corner;
    std::size_t first = 0, last = 0;
};

class ScanFilm : public ::testing::Test {
  protected:
    /// Grey speckle that differs from picture to picture, with titles over it.
    fs::path film_with(const std::vector<Title>& titles, int quarter_turns = 0) const {
        std::vector<cv::Mat> pictures;
        for (std::size_t number = 0; number < kPictures; ++number) {
            auto picture = tissue(kWidth, kHeight, cv::Scalar::all(70), 1, number + 1);
            for (const auto& title : titles) {
                if (number < title.first || number > title.last) continue;
                write(picture, title.text, title.corner, 0.6, cv::Scalar::all(235));
            }
            if (quarter_turns == 1) cv::rotate(picture, picture, cv::ROTATE_90_COUNTERCLOCKWISE);
            pictures.push_back(picture);
        }
        film::TestFilm film;
        film.width = pictures[0].cols;
        film.height = pictures[0].rows;
        film.quarter_turns = quarter_turns;
        film.times_ms.clear();
        for (std::size_t i = 0; i < kPictures; ++i)
            film.times_ms.push_back(static_cast<std::int64_t>(40 * i));
        film.draw = [&](int plane, int x, int y, std::size_t number) {
            return plane == 0 ? pictures[number].at<std::uint8_t>(y, x) : std::uint8_t{128};
        };
        return make_film(film, folder_ / "film.mp4");
    }

    std::vector<TextRegion> scan(const fs::path& path) { return scan_file(path, scanner_); }

    TextScanner scanner_;
    testing::TemporaryFolder folder_;
};

std::string told(const std::vector<TextRegion>& regions) {
    std::string text;
    for (const auto& region : regions) text += base::to_json(region) + " ";
    return text;
}

std::vector<TextRegion> on(const std::vector<TextRegion>& regions, std::uint64_t frame) {
    auto met = regions;
    std::erase_if(met, [&](const TextRegion& region) {
        return frame < region.frame || frame > region.last_frame.value();
    });
    return met;
}

TEST_F(ScanFilm, finds_a_name_that_stands_through_the_film_and_nothing_else) {
    const auto regions = scan(film_with({{"Name: MEYER ANNA", {14, 30}, 0, kPictures}}));
    ASSERT_EQ(regions.size(), 1U) << told(regions);
    EXPECT_TRUE(covers(regions, {14, 14, 190, 16}, TextClass::identifier));
    EXPECT_EQ(regions[0].frame, 0U);
    EXPECT_EQ(regions[0].last_frame, kPictures - 1);
}

TEST_F(ScanFilm, tells_the_pictures_on_which_a_name_is_seen) {
    auto regions = scan(film_with({{"Name: MEYER ANNA", {14, 30}, 20, 41}}));
    std::erase_if(regions, [](const auto& region) { return region.text_class != TextClass::identifier; });
    ASSERT_EQ(regions.size(), 1U) << told(regions);
    EXPECT_LE(regions[0].frame, 20U);
    EXPECT_GE(regions[0].frame, 17U);
    EXPECT_GE(regions[0].last_frame, 41U);
    EXPECT_LE(regions[0].last_frame, 44U);
}

TEST_F(ScanFilm, finds_the_name_that_takes_the_place_of_another) {
    const auto regions = scan(
        film_with({{"Name: MEYER ANNA", {14, 30}, 0, 29}, {"Name: SCHUSTER EMIL", {14, 30}, 30, kPictures}}));
    for (const std::uint64_t frame : {0U, 15U, 29U}) {
        EXPECT_TRUE(covers(on(regions, frame), {14, 14, 190, 16}, TextClass::identifier)) << frame;
    }
    for (const std::uint64_t frame : {30U, 45U, 59U}) {
        EXPECT_TRUE(covers(on(regions, frame), {14, 14, 230, 16}, TextClass::identifier)) << frame;
    }
}

TEST_F(ScanFilm, reads_a_film_that_lies_on_its_side_as_it_is_shown) {
    const auto regions = scan(film_with({{"Name: MEYER ANNA", {14, 30}, 0, kPictures}}, 1));
    EXPECT_TRUE(covers(regions, {14, 14, 190, 16}, TextClass::identifier)) << told(regions);
}

TEST_F(ScanFilm, finds_no_text_where_there_is_none) {
    EXPECT_EQ(told(scan(film_with({}))), "");
}

film::TestFilm grey_film(std::size_t pictures) {
    film::TestFilm film;
    film.width = film.height = 64;
    film.times_ms.clear();
    for (std::size_t i = 0; i < pictures; ++i) film.times_ms.push_back(static_cast<std::int64_t>(40 * i));
    film.draw = [](int, int, int, std::size_t) { return std::uint8_t{90}; };
    return film;
}

TEST_F(ScanFilm, looks_at_as_many_pictures_of_a_longer_film_and_at_each_new_scene) {
    auto film = grey_film(500);
    film.draw = [](int, int, int, std::size_t number) {
        return static_cast<std::uint8_t>(number == 203 ? 180 : 90);
    };
    const MappedFile file{make_film(film, folder_ / "film.mp4")};
    const auto looked = look_at_film(file.bytes());
    EXPECT_EQ(looked.frames, 500U);
    EXPECT_LE(looked.looks.size(), 70U);
    EXPECT_EQ(looked.looks.front().frame, 0U);
    EXPECT_EQ(looked.looks.back().frame, 499U);
    EXPECT_EQ(std::count_if(looked.looks.begin(), looked.looks.end(),
                            [](const Look& look) { return look.frame == 203; }),
              1);
}

TEST_F(ScanFilm, decodes_only_pictures_that_stand_alone_of_a_very_long_film) {
    const MappedFile file{make_film(grey_film(6'100), folder_ / "film.mp4")};
    const auto looked = look_at_film(file.bytes());
    EXPECT_EQ(looked.frames, 6'100U);
    ASSERT_EQ(looked.looks.size(), 25U);
    for (std::size_t i = 0; i < looked.looks.size(); ++i) EXPECT_EQ(looked.looks[i].frame, 250 * i);
}

TEST_F(ScanFilm, finds_what_is_burned_into_a_film_and_into_a_dicom_film) {
    MEDAL_NEEDS_SAMPLES();
    const auto regions = scan(sample_folder() / "video/angio_burned_meta.mp4");
    EXPECT_TRUE(std::any_of(regions.begin(), regions.end(), [](const TextRegion& region) {
        return region.text_class == TextClass::identifier && region.frame == 0 && region.last_frame == 29;
    })) << told(regions);
    const auto in_dicom = scan(sample_folder() / "video/endoscopy_mpeg4.dcm");
    EXPECT_FALSE(in_dicom.empty());
}

TEST_F(ScanFilm, refuses_a_film_of_which_nothing_decodes) {
    EXPECT_THROW(
        scan_film(std::as_bytes(std::span{"no film at all, but long enough to be looked at"}), {}, scanner_),
        base::Error);
}

}  // namespace
}  // namespace medal::imaging::burned_in
