#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/series/slides.h"
#include "imaging/testing_data.h"
#include "imaging/testing_dicom_slide.h"
#include "imaging/viewing/prepare.h"
#include "imaging/viewing/slide.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <limits>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::viewing {
namespace {

namespace fs = std::filesystem;
using Colour = std::array<std::uint8_t, 3>;

class DicomSlides : public ::testing::Test {
  protected:
    fs::path write(const std::string& name, const TestSlide& slide) {
        return write_slide(folder_ / name, slide);
    }
    /// 1500 by 1000 pixels and a quarter of that, so that half of it is made of the finest.
    std::vector<fs::path> two_levels() {
        return {write("small",
                      {.columns = 375, .rows = 250, .tile = 100, .downsample = 4, .instance = "2.25.12"}),
                write("large", {.columns = 1500, .rows = 1000, .tile = 240})};
    }

    testing::TemporaryFolder folder_;
};

Colour colour_at(const picture::Raster& raster, std::size_t x, std::size_t y) {
    const auto* pixel = raster.pixel(x, y);
    return {pixel[0], pixel[1], pixel[2]};
}

/// Pixels that differ from where they lie in the finest resolution by more than one step.
std::size_t misplaced(const picture::Raster& tile, const TilePlace& place) {
    const std::int64_t scale = std::int64_t{1} << place.level;
    std::size_t count = 0;
    for (std::size_t y = 0; y < tile.height; ++y) {
        for (std::size_t x = 0; x < tile.width; ++x) {
            const auto at = [&](std::int64_t number, std::size_t within) {
                return (number * kTile_px + static_cast<std::int64_t>(within)) * scale + scale / 2;
            };
            const auto expected = slide_colour(at(place.column, x), at(place.row, y));
            const auto seen = colour_at(tile, x, y);
            for (std::size_t i = 0; i < 3; ++i) count += std::abs(expected[i] - seen[i]) > 1 ? 1U : 0U;
        }
    }
    return count;
}

TEST_F(DicomSlides, have_a_level_for_each_halving_and_the_size_of_a_pixel) {
    const Slide slide{two_levels()};
    const auto& levels = slide.pyramid().levels;
    ASSERT_EQ(levels.size(), 3U);
    EXPECT_EQ(levels[0].width, 1500);
    EXPECT_EQ(levels[1].height, 500);
    EXPECT_EQ(levels[2].width, 375);
    EXPECT_DOUBLE_EQ(slide.column_mm().value(), 0.0005);
    EXPECT_DOUBLE_EQ(slide.row_mm().value(), 0.0005);
}

TEST_F(DicomSlides, show_every_pixel_where_it_lies_on_every_level_and_nothing_beyond_the_matrix) {
    Slide slide{two_levels()};
    for (std::int64_t level = 0; level < 3; ++level) {
        const auto& size = slide.pyramid().levels[static_cast<std::size_t>(level)];
        for (std::int64_t row = 0; row * kTile_px < size.height; ++row) {
            for (std::int64_t column = 0; column * kTile_px < size.width; ++column) {
                const TilePlace place{level, column, row};
                const auto tile = slide.tile(place);
                EXPECT_EQ(tile.width,
                          static_cast<std::size_t>(std::min(kTile_px, size.width - column * kTile_px)));
                EXPECT_EQ(tile.height,
                          static_cast<std::size_t>(std::min(kTile_px, size.height - row * kTile_px)));
                EXPECT_EQ(misplaced(tile, place), 0U) << level << ' ' << column << ' ' << row;
            }
        }
    }
    EXPECT_THROW(slide.tile({0, 3, 0}), base::Error);
    EXPECT_THROW(slide.tile({3, 0, 0}), base::Error);
}

TEST_F(DicomSlides, take_the_stored_pixels_as_they_are_where_the_level_is_stored) {
    Slide slide{two_levels()};
    const auto fine = slide.tile({0, 1, 1}), coarse = slide.tile({2, 0, 0});
    EXPECT_EQ(colour_at(fine, 7, 9), slide_colour(519, 521));
    EXPECT_EQ(colour_at(coarse, 300, 200), slide_colour(1200, 800));
}

TEST_F(DicomSlides, lay_sparse_tiles_where_their_frames_say_and_leave_the_rest_as_glass) {
    const auto path =
        write("sparse", {.columns = 500,
                         .rows = 400,
                         .tile = 100,
                         .tiling = Tiling::sparse,
                         .has_tile = [](auto column, auto row) { return column != 1 || row != 2; }});
    Slide slide{{path}};
    const auto tile = slide.tile({0, 0, 0});
    EXPECT_EQ(colour_at(tile, 99, 250), slide_colour(99, 250));
    EXPECT_EQ(colour_at(tile, 100, 250), (Colour{255, 255, 255}));
    EXPECT_EQ(colour_at(tile, 199, 299), (Colour{255, 255, 255}));
    EXPECT_EQ(colour_at(tile, 200, 250), slide_colour(200, 250));
    EXPECT_EQ(colour_at(tile, 499, 399), slide_colour(499, 399));
}

TEST_F(DicomSlides, leave_out_frames_that_lie_nowhere) {
    TestSlide slide{.columns = 300, .rows = 300, .tile = 100, .tiling = Tiling::sparse};
    slide.has_tile = [](auto column, auto row) { return column == 1 && row == 1; };
    slide.change = [](phantom::DicomObject& object) {
        const std::int64_t least = std::numeric_limits<std::int32_t>::min();
        const std::int64_t most = std::numeric_limits<std::int32_t>::max();
        // More items than frames, the first of them beyond every end.
        object.set_sequence(
            0x52009230, {slide_position(least, most - 1), slide_position(100, 100), slide_position(0, 0)});
    };
    const auto path = write("nowhere", slide);
    Slide opened{{path}};
    const auto tile = opened.tile({0, 0, 0});
    const auto is_glass = [](std::uint8_t sample) { return sample == 255; };
    EXPECT_TRUE(std::all_of(tile.samples.begin(), tile.samples.end(), is_glass));
}

TEST_F(DicomSlides, that_claim_more_than_they_hold_are_glass_there) {
    TestSlide slide{.columns = 100, .rows = 100, .tile = 100};
    slide.change = [](phantom::DicomObject& object) {
        object.set(0x00480006, dicom::vr::UL, slide_word(std::numeric_limits<std::int32_t>::max()));
        object.set(0x00480007, dicom::vr::UL, slide_word(100));
    };
    Slide opened{{write("claims", slide)}};
    const auto last = (opened.pyramid().levels.front().width - 1) / kTile_px;
    EXPECT_EQ(colour_at(opened.tile({0, 0, 0}), 50, 50), slide_colour(50, 50));
    EXPECT_EQ(colour_at(opened.tile({0, last, 0}), 0, 0), (Colour{255, 255, 255}));
    EXPECT_THROW(opened.tile({0, last + 1, 0}), base::Error);
}

TEST_F(DicomSlides, join_the_parts_of_a_concatenation) {
    std::vector<fs::path> paths;
    // Six tiles of a full slide in two files of three.
    for (const std::int64_t part : {1, 0}) {
        TestSlide slide{
            .columns = 300, .rows = 200, .tile = 100, .instance = "2.25.2" + std::to_string(part)};
        slide.change = [part](phantom::DicomObject& object) {
            object.set(0x00209161, dicom::vr::UI, "2.25.99");
            object.set(0x00209228, dicom::vr::UL, slide_word(part * 3));
            object.set(0x00280008, dicom::vr::IS, "3");
            std::string pixels;
            for (std::int64_t column = 0; column < 3; ++column)
                pixels += slide_tile({.columns = 300, .rows = 200, .tile = 100}, column * 100, part * 100);
            object.set_pixels(dicom::vr::OB, pixels);
        };
        paths.push_back(write("part" + std::to_string(part), slide));
    }
    Slide slide{paths};
    EXPECT_EQ(misplaced(slide.tile({0, 0, 0}), {0, 0, 0}), 0U);
}

TEST_F(DicomSlides, take_the_middle_of_several_focal_planes) {
    TestSlide slide{.columns = 100, .rows = 100, .tile = 100};
    slide.change = [](phantom::DicomObject& object) {
        object.set(0x00480303, dicom::vr::UL, slide_word(3));
        object.set(0x00280008, dicom::vr::IS, "3");
        const std::size_t size = 100 * 100 * 3;
        object.set_pixels(dicom::vr::OB,
                          std::string(size, '\1') + std::string(size, '\2') + std::string(size, '\3'));
    };
    Slide opened{{write("planes", slide)}};
    EXPECT_EQ(colour_at(opened.tile({0, 0, 0}), 50, 50), (Colour{2, 2, 2}));
}

TEST_F(DicomSlides, have_a_small_picture_of_the_whole) {
    const auto prepared = prepare_dicom_slide(two_levels(), 128);
    EXPECT_EQ(prepared.media.kind, MediaKind::slide);
    EXPECT_EQ(prepared.media.columns, 1500);
    EXPECT_EQ(prepared.media.media_type, "application/dicom");
    const auto& png = prepared.thumbnail_png;
    const auto small = picture::load_raster({reinterpret_cast<const std::byte*>(png.data()), png.size()});
    EXPECT_EQ(small.width, 128U);
    EXPECT_NEAR(colour_at(small, 64, 42)[0], 47, 2);
    EXPECT_NEAR(colour_at(small, 64, 42)[1], 31, 2);
}

TEST_F(DicomSlides, are_drawn_as_a_whole_unless_a_frame_is_asked_for) {
    const auto path = write("one", {.columns = 500, .rows = 300, .tile = 200});
    const MappedFile file{path};
    EXPECT_EQ(picture::load_any(file.bytes(), {}).width, 500U);
    EXPECT_EQ(picture::load_any(file.bytes(), {.frame = 4}).width, 200U);
}

TEST_F(DicomSlides, are_gathered_from_the_resolutions_of_a_series) {
    std::vector<series::Instance> instances;
    const auto add = [&](const TestSlide& slide) {
        instances.push_back(series::read_instance(write("instance", slide)).value());
    };
    add({.columns = 375, .rows = 250, .tile = 125, .instance = "2.25.1"});
    add({.columns = 300, .rows = 900, .tile = 300, .instance = "2.25.2", .flavour = "LABEL"});
    add({.columns = 1500, .rows = 1000, .tile = 500, .instance = "2.25.3"});
    add({.columns = 94, .rows = 63, .tile = 94, .instance = "2.25.4", .flavour = "THUMBNAIL"});
    add({.columns = 1500, .rows = 1000, .tile = 500, .instance = "2.25.5"});
    add({.columns = 400, .rows = 1200, .tile = 400, .instance = "2.25.6"});
    const auto slides = series::build_slides(instances);
    ASSERT_EQ(slides.size(), 3U);
    EXPECT_EQ(slides[0].order, (std::vector<std::uint64_t>{2, 0, 3}));
    EXPECT_EQ(slides[1].order, (std::vector<std::uint64_t>{4})) << "of the same size: another focal plane";
    EXPECT_EQ(slides[2].order, (std::vector<std::uint64_t>{5})) << "of another form";
}

TEST(DicomSlide, of_a_public_sample_is_one_picture) {
    MEDAL_NEEDS_SAMPLES();
    Slide slide{{sample_folder() / "dicom/wsi/fo_multiframe.dcm"}};
    EXPECT_EQ(slide.pyramid().levels.front().width, 3175);
    EXPECT_DOUBLE_EQ(slide.row_mm().value(), 1.03424);
    const auto edge = slide.tile({0, 6, 4});
    EXPECT_EQ(edge.width, 3175U - 6 * 512);
    EXPECT_EQ(edge.height, 2281U - 4 * 512);
}

TEST(DicomSlide, of_fluorescence_has_one_brightness_for_all_tiles) {
    MEDAL_NEEDS_SAMPLES();
    Slide slide{{sample_folder() / "dicom/highdicom/sm_image_grayscale.dcm"}};
    const auto whole = slide.tile({0, 0, 0});
    const auto [least, greatest] = std::minmax_element(whole.samples.begin(), whole.samples.end());
    EXPECT_LT(*least, 20);
    EXPECT_GT(*greatest, 235);
}

}  // namespace
}  // namespace medal::imaging::viewing
