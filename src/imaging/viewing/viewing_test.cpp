#include "base/error.h"
#include "imaging/picture/png.h"
#include "imaging/viewing/prepare.h"
#include "imaging/viewing/shrink.h"
#include "imaging/viewing/slide.h"
#include "imaging/viewing/still.h"
#include "imaging/viewing/vips_image.h"
#include "support/temporary_folder.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::viewing {
namespace {

namespace fs = std::filesystem;
using picture::Raster;

class Viewing : public ::testing::Test {
  protected:
    fs::path write(const std::string& name, std::string_view bytes) { return folder_.write(name, bytes); }

    /// Every pixel tells where it is.
    static Raster picture_of(std::size_t width, std::size_t height) {
        auto raster = Raster::blank(width, height, 3);
        for (std::size_t y = 0; y < height; ++y) {
            for (std::size_t x = 0; x < width; ++x) {
                raster.pixel(x, y)[0] = static_cast<std::uint8_t>(x * 255 / width);
                raster.pixel(x, y)[1] = static_cast<std::uint8_t>(y * 255 / height);
            }
        }
        return raster;
    }

    fs::path write_png(const Raster& raster) {
        const auto png = picture::encode_png(raster);
        return write("picture.png", {reinterpret_cast<const char*>(png.data()), png.size()});
    }

    fs::path write_tiff(const Raster& raster) {
        start_vips();
        const VipsPointer image{vips_image_new_from_memory(
            raster.samples.data(), raster.samples.size(), static_cast<int>(raster.width),
            static_cast<int>(raster.height), static_cast<int>(raster.channels), VIPS_FORMAT_UCHAR)};
        const auto path = folder_ / "picture.tif";
        EXPECT_EQ(vips_tiffsave(image.get(), path.c_str(), nullptr), 0);
        return path;
    }

    fs::path rendition() const { return folder_ / "rendition"; }

    testing::TemporaryFolder folder_;
};

TEST_F(Viewing, leaves_a_small_png_as_it_is) {
    const auto prepared = prepare_file(write_png(picture_of(300, 200)), rendition(), 64);
    EXPECT_EQ(prepared.media.kind, MediaKind::picture);
    EXPECT_EQ(prepared.media.media_type, "image/png");
    EXPECT_EQ(prepared.media.columns, 300);
    EXPECT_FALSE(prepared.media.rendition_type);
    EXPECT_FALSE(fs::exists(rendition()));
}

TEST_F(Viewing, draws_a_tiff_as_png) {
    const auto prepared = prepare_file(write_tiff(picture_of(300, 200)), rendition(), 64);
    EXPECT_EQ(prepared.media.media_type, "image/tiff");
    ASSERT_EQ(prepared.media.rendition_type, "image/png");
    const auto again = prepare_file(rendition(), folder_ / "none", 64);
    EXPECT_EQ(again.media.columns, 300);
    EXPECT_EQ(again.thumbnail_png, prepared.thumbnail_png);
}

TEST_F(Viewing, cuts_a_large_picture_into_tiles_of_every_level) {
    const auto raster = picture_of(5000, 3300);
    const auto prepared = prepare_file(write_png(raster), rendition(), 64);
    ASSERT_TRUE(prepared.media.pyramid);
    const auto& levels = prepared.media.pyramid->levels;
    ASSERT_EQ(levels.size(), 5U);
    EXPECT_EQ(levels.back().width, 313);
    EXPECT_EQ(levels.back().height, 207);
    Slide slide{{rendition()}};
    const auto full = slide.tile({0, 3, 2});
    ASSERT_EQ(full.width, 512U);
    EXPECT_NEAR(full.pixel(100, 50)[0], raster.pixel(3 * 512 + 100, 2 * 512 + 50)[0], 3);
    EXPECT_NEAR(full.pixel(100, 50)[1], raster.pixel(3 * 512 + 100, 2 * 512 + 50)[1], 3);
    const auto quarter = slide.tile({2, 1, 1});
    EXPECT_NEAR(quarter.pixel(9, 9)[0], raster.pixel(4 * (512 + 9), 4 * (512 + 9))[0], 3);
}

TEST_F(Viewing, gives_smaller_tiles_at_the_edge_and_none_beyond) {
    prepare_file(write_png(picture_of(5000, 3300)), rendition(), 64);
    Slide slide{{rendition()}};
    const auto corner = slide.tile({0, 9, 6});
    EXPECT_EQ(corner.width, 5000U - 9 * 512);
    EXPECT_EQ(corner.height, 3300U - 6 * 512);
    for (const TilePlace place : {TilePlace{0, 10, 0}, TilePlace{0, 0, 7}, TilePlace{9, 0, 0},
                                  TilePlace{0, -1, 0}, TilePlace{-1, 0, 0}}) {
        EXPECT_THROW(slide.tile(place), base::Error);
    }
}

TEST_F(Viewing, refuses_a_damaged_slide_and_other_kinds) {
    EXPECT_THROW(Slide{{write("slide", "II*")}}, base::Error);
    EXPECT_THROW(prepare_file(write("text", "Dear colleague"), rendition(), 64), base::Error);
}

TEST(Shrink, averages_and_keeps_the_mean) {
    auto raster = Raster::blank(4, 2, 1);
    raster.samples = {0, 10, 20, 30, 10, 20, 30, 40};
    const auto small = shrunk(raster, 2, 1);
    EXPECT_EQ(small.samples, (std::vector<std::uint8_t>{10, 30}));
}

TEST(Shrink, writes_jpeg) {
    const auto jpeg = encode_jpeg(Raster::blank(8, 8, 3), 80);
    EXPECT_EQ(jpeg.substr(0, 3), "\xff\xd8\xff");
}

// NIfTI-1 by nifti1.h: 348 bytes of header, 4 of no extension, then the voxels.
class VolumeFile {
  public:
    VolumeFile(std::int16_t columns, std::int16_t rows, std::int16_t slices) : bytes_(352, '\0') {
        put<std::int32_t>(0, 348);
        const std::array<std::int16_t, 8> dim{3, columns, rows, slices, 1, 1, 1, 1};
        for (std::size_t i = 0; i < dim.size(); ++i) put(40 + 2 * i, dim[i]);
        put<std::int16_t>(70, 2);
        put<std::int16_t>(72, 8);
        for (std::size_t i = 0; i < 8; ++i) put<float>(76 + 4 * i, 1);
        put<float>(108, 352);
        put<float>(112, 1);
        put<std::int16_t>(254, 1);
        // RAS: 2 mm to the right, 1 mm to the front, 3 mm to the head.
        put<float>(280, 2);
        put<float>(296 + 4, 1);
        put<float>(312 + 8, 3);
        bytes_.replace(344, 4, std::string{"n+1\0", 4});
        bytes_.resize(352 + static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows) *
                                static_cast<std::size_t>(slices));
    }

    template <class Number>
    void put(std::size_t at, Number value) {
        std::memcpy(bytes_.data() + at, &value, sizeof value);
    }

    std::string bytes_;
};

TEST_F(Viewing, says_how_a_volume_lies_and_how_large_its_voxels_are) {
    VolumeFile file{10, 12, 8};
    for (std::size_t i = 352; i < file.bytes_.size(); ++i) file.bytes_[i] = static_cast<char>(i * 37 % 251);
    const auto prepared = prepare_file(write("volume.nii", file.bytes_), rendition(), 64);
    EXPECT_EQ(prepared.media.kind, MediaKind::volume);
    ASSERT_TRUE(prepared.media.volume);
    EXPECT_EQ(prepared.media.volume->size, (std::vector<std::int64_t>{10, 12, 8}));
    EXPECT_EQ(prepared.media.volume->place_mm, (std::vector<double>{0, 0, 0, -2, 0, 0, 0, -1, 0, 0, 0, 3}));
    EXPECT_FALSE(prepared.media.volume->is_label_map);
    EXPECT_EQ(prepared.media.column_mm, 2);
    EXPECT_EQ(prepared.media.slice_mm, 3);
    EXPECT_EQ(prepared.media.pages, 8);
}

TEST_F(Viewing, knows_a_label_map_by_its_regions) {
    VolumeFile file{10, 12, 8};
    for (std::size_t i = 352 + 300; i < 352 + 500; ++i) file.bytes_[i] = i < 352 + 400 ? 1 : 4;
    const auto prepared = prepare_file(write("mask.nii", file.bytes_), rendition(), 64);
    EXPECT_TRUE(prepared.media.volume->is_label_map);
}

}  // namespace
}  // namespace medal::imaging::viewing
