#include "imaging/picture/rendition.h"

#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/picture/load.h"
#include "imaging/testing_data.h"

#include <gtest/gtest.h>

namespace medal::imaging::picture {
namespace {

Raster stripes() {
    auto raster = Raster::blank(8, 4, 1);
    for (std::size_t y = 0; y < 4; ++y) {
        for (std::size_t x = 0; x < 8; ++x) *raster.pixel(x, y) = static_cast<std::uint8_t>(x * 30 + y);
    }
    return raster;
}

TEST(Windows, map_as_the_standard_says) {
    // PS3.3, C.11.2.1.2.1: center 2048, width 4096 maps 0 to 0 and 4095 to the largest.
    EXPECT_EQ(grey_of(0, {2048, 4096, WindowShape::linear}), 0);
    EXPECT_EQ(grey_of(4095, {2048, 4096, WindowShape::linear}), 255);
    EXPECT_EQ(grey_of(99, {100, 1, WindowShape::linear}), 0);
    EXPECT_EQ(grey_of(100, {100, 1, WindowShape::linear}), 255);
    // C.11.2.1.3.2: center 50, width 100 maps 0 to 0 and 100 to the largest.
    EXPECT_EQ(grey_of(0, {50, 100, WindowShape::linear_exact}), 0);
    EXPECT_EQ(grey_of(100, {50, 100, WindowShape::linear_exact}), 255);
    EXPECT_EQ(grey_of(25, {50, 100, WindowShape::linear_exact}), 64);
    // C.11.2.1.3.1: the middle at the center, 1/(1+e^-2) half a width above it.
    EXPECT_EQ(grey_of(50, {50, 100, WindowShape::sigmoid}), 128);
    EXPECT_EQ(grey_of(100, {50, 100, WindowShape::sigmoid}), 225);
    EXPECT_EQ(grey_of(1e300, {50, 1e-300, WindowShape::sigmoid}), 255);
}

TEST(Viewports, scale_to_fit_and_keep_the_aspect) {
    const auto smaller = in_viewport(stripes(), {4, 4});
    EXPECT_EQ(smaller.width, 4U);
    EXPECT_EQ(smaller.height, 2U);
    const auto larger = in_viewport(stripes(), {80, 20});
    EXPECT_EQ(larger.width, 40U);
    EXPECT_EQ(larger.height, 20U);
    const auto thin = in_viewport(Raster::blank(1000, 1, 3), {10, 10});
    EXPECT_EQ(thin.width, 10U);
    EXPECT_EQ(thin.height, 1U);
    EXPECT_EQ(thin.channels, 3U);
}

TEST(Viewports, cut_a_region_out_and_mirror_it) {
    const auto region = in_viewport(stripes(), {2, 2, 2, 1, 2, 2});
    EXPECT_EQ(region.samples, (std::vector<std::uint8_t>{61, 91, 62, 92}));
    const auto mirrored = in_viewport(stripes(), {2, 2, 2, 1, -2, -2});
    EXPECT_EQ(mirrored.samples, (std::vector<std::uint8_t>{92, 62, 91, 61}));
    const auto rest = in_viewport(stripes(), {6, 3, 2, 1, 0, 0});
    EXPECT_EQ(*rest.pixel(0, 0), 61);
    EXPECT_EQ(*rest.pixel(5, 2), 213);
}

TEST(Viewports, refuse_a_region_outside_the_image) {
    EXPECT_THROW(in_viewport(stripes(), {2, 2, 8, 0, 0, 0}), base::Error);
    EXPECT_THROW(in_viewport(stripes(), {2, 2, 7, 0, 2, 1}), base::Error);
    EXPECT_THROW(in_viewport(stripes(), {2, 2, 0, 4, 1, 1}), base::Error);
    EXPECT_THROW(in_viewport(stripes(), {2, 2, 0, 0, 1e18, 1}), base::Error);
}

TEST(PictureFormats, writes_each_format_so_that_it_is_read_again) {
    for (const auto format : {PictureFormat::png, PictureFormat::jpeg, PictureFormat::webp}) {
        for (const std::size_t channels : {1U, 3U}) {
            auto raster = Raster::blank(40, 20, channels);
            for (std::size_t i = 0; i < raster.samples.size(); ++i)
                raster.samples[i] = static_cast<std::uint8_t>(60 + i / channels % 40);
            const auto bytes = encode_as(raster, format, 95);
            const auto again = load_raster(bytes);
            ASSERT_EQ(again.width, 40U);
            ASSERT_EQ(again.height, 20U);
            const int off = std::abs(int{again.pixel(20, 10)[0]} - int{raster.pixel(20, 10)[0]});
            EXPECT_LE(off, format == PictureFormat::png ? 0 : 6) << media_type(format) << channels;
        }
    }
}

TEST(PictureFormats, makes_smaller_files_of_lower_quality) {
    auto raster = Raster::blank(64, 64, 1);
    for (std::size_t i = 0; i < raster.samples.size(); ++i)
        raster.samples[i] = static_cast<std::uint8_t>(i * 2654435761U >> 24U);
    for (const auto format : {PictureFormat::jpeg, PictureFormat::webp})
        EXPECT_LT(encode_as(raster, format, 20).size(), encode_as(raster, format, 95).size());
}

TEST(Rendition, draws_a_frame_in_the_window_and_size_that_were_asked) {
    MEDAL_NEEDS_SAMPLES();
    Rendition rendition;
    rendition.path = (sample_folder() / "dicom/pydicom/CT_small.dcm").string();
    rendition.format = PictureFormat::png;
    const auto plain = load_raster(draw(rendition));
    EXPECT_EQ(plain.width, 128U);
    rendition.viewport = DisplayArea{64, 64};
    rendition.window = ShapedWindow{40, 400, WindowShape::linear};
    const auto soft = load_raster(draw(rendition));
    EXPECT_EQ(soft.width, 64U);
    rendition.window = ShapedWindow{40, 400, WindowShape::sigmoid};
    EXPECT_NE(load_raster(draw(rendition)).samples, soft.samples);
    rendition.format = PictureFormat::jpeg;
    EXPECT_EQ(detect_kind(draw(rendition)), FileKind::jpeg);
    rendition.frame = 1;
    EXPECT_THROW(draw(rendition), base::Error);
}

}  // namespace
}  // namespace medal::imaging::picture
