#include "imaging/picture/render.h"

#include "base/error.h"
#include "imaging/gzip_image.h"
#include "imaging/picture/load.h"
#include "imaging/picture/lookup.h"
#include "imaging/picture/volume_slice.h"
#include "imaging/testing_data.h"
#include "imaging/testing_image.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

namespace medal::imaging::picture {
namespace {

namespace vr = dicom::vr;
using phantom::DicomObject;
using Grey = std::vector<std::uint8_t>;

Grey shown(const std::vector<int>& values, const std::function<void(DicomObject&)>& change,
           std::optional<Window> window = std::nullopt) {
    const TestImage image{values, change};
    return display_frame(image.data(), 0, window).samples;
}

void set_window(DicomObject& object, const char* center, const char* width, const char* function = "") {
    object.set(0x00281050, vr::DS, center);
    object.set(0x00281051, vr::DS, width);
    if (*function != '\0') object.set(0x00281056, vr::CS, function);
}

/// A table of four entries from the value 10 on.
DicomObject table_of(const std::vector<int>& entries, int bits) {
    DicomObject item;
    item.set(0x00283002, vr::US, words({static_cast<int>(entries.size()), 10, bits}));
    item.set(0x00283006, vr::US, words(entries));
    return item;
}

TEST(Display, windows_linearly_as_the_standard_says) {
    // PS3.3, C.11.2.1.2.1: c = 2048, w = 4096 maps 0 to black and 4095 to white.
    EXPECT_EQ(shown({0, 2048, 4095}, [](auto& o) { set_window(o, "2048", "4096"); }), (Grey{0, 128, 255}));
    EXPECT_EQ(shown({99, 100, 101}, [](auto& o) { set_window(o, "100.5", "1"); }), (Grey{0, 0, 255}));
}

TEST(Display, windows_exactly_and_by_a_sigmoid_where_the_header_says_so) {
    EXPECT_EQ(shown({0, 50, 100}, [](auto& o) { set_window(o, "50", "100", "LINEAR_EXACT"); }),
              (Grey{0, 128, 255}));
    // 255 / (1 + exp(-4 * (v - c) / w)): at the centre one half, a quarter of a width away 1 / (1 + e).
    EXPECT_EQ(shown({25, 50, 75}, [](auto& o) { set_window(o, "50", "100", "SIGMOID"); }),
              (Grey{69, 128, 186}));
}

TEST(Display, takes_a_table_of_values_of_interest_before_a_window_and_a_wish_before_both) {
    const auto with_table = [](DicomObject& o) {
        set_window(o, "12", "4");
        o.set_sequence(0x00283010, {table_of({0, 85, 170, 255}, 8)});
    };
    EXPECT_EQ(shown({9, 10, 11, 12, 13, 14}, with_table), (Grey{0, 0, 85, 170, 255, 255}));
    EXPECT_EQ(shown({0, 255}, with_table, Window{128, 256}), (Grey{0, 255}));
}

TEST(Display, takes_a_table_of_the_modality_before_slope_and_intercept) {
    const auto change = [](DicomObject& o) {
        o.set(0x00281052, vr::DS, "1000");
        o.set(0x00281053, vr::DS, "5");
        o.set_sequence(0x00283000, {table_of({100, 200, 300, 400}, 16)});
        set_window(o, "250.5", "301");
    };
    EXPECT_EQ(shown({10, 13}, change), (Grey{0, 255}));
}

TEST(Display, inverts_monochrome1_and_inverse_presentation) {
    const auto change = [](DicomObject& o) {
        set_window(o, "128", "256");
        o.set(0x00280004, vr::CS, "MONOCHROME1");
    };
    EXPECT_EQ(shown({0, 255}, change), (Grey{255, 0}));
    EXPECT_EQ(shown({0, 255},
                    [](DicomObject& o) {
                        set_window(o, "128", "256");
                        o.set(0x20500020, vr::CS, "INVERSE");
                    }),
              (Grey{255, 0}));
}

TEST(Display, reads_signed_values) {
    EXPECT_EQ(shown({-128, 127},
                    [](DicomObject& o) {
                        o.set_u16(0x00280103, 1);
                        set_window(o, "0", "256");
                    }),
              (Grey{0, 255}));
}

TEST(Display, unpacks_twelve_bits_a_pixel) {
    const auto change = [](DicomObject& o) {
        o.set_u16(0x00280100, 12);
        o.set_u16(0x00280101, 12);
        o.set_u16(0x00280102, 11);
        o.set_pixels(vr::OW, std::string{"\x00\xf0\xff\x00", 4});  // 0x000, 0xFFF
        o.set_u16(0x00280011, 2);
        set_window(o, "2048", "4096");
    };
    EXPECT_EQ(shown({0, 0}, change), (Grey{0, 255}));
}

void set_palette(DicomObject& object, int count, int bits) {
    object.set(0x00280004, vr::CS, "PALETTE COLOR");
    for (std::uint32_t channel = 0; channel < 3; ++channel) {
        object.set(0x00281101 + channel, vr::US, words({count, 0, bits}));
    }
}

TEST(Display, colours_by_a_plain_palette) {
    EXPECT_EQ(shown({0, 1, 7},
                    [](DicomObject& o) {
                        set_palette(o, 2, 16);
                        o.set(0x00281201, vr::OW, words({0xFF00, 0x1000}));
                        o.set(0x00281202, vr::OW, words({0x8000, 0x2000}));
                        o.set(0x00281203, vr::OW, words({0x0000, 0x3000}));
                    }),
              (Grey{255, 128, 0, 16, 32, 48, 16, 32, 48}));
}

TEST(Display, colours_by_a_segmented_palette) {
    // Discrete: 0, 0x1000. Linear: two steps up to 0x3000. Indirect: the first segment once more.
    const auto table = words({0, 2, 0x0000, 0x1000, 1, 2, 0x3000, 2, 1, 0, 0});
    const auto grey = shown({0, 1, 2, 3, 4, 5}, [&](DicomObject& o) {
        set_palette(o, 6, 16);
        for (std::uint32_t channel = 0; channel < 3; ++channel) o.set(0x00281221 + channel, vr::OW, table);
    });
    EXPECT_EQ((Grey{grey[0], grey[3], grey[6], grey[9], grey[12], grey[15]}), (Grey{0, 16, 32, 48, 0, 16}));
}

TEST(Display, ends_a_segmented_palette_that_points_to_itself) {
    const auto table = words({2, 1, 0, 0, 2, 65535, 0, 0});
    EXPECT_EQ(shown({0, 1},
                    [&](DicomObject& o) {
                        set_palette(o, 6, 16);
                        for (std::uint32_t channel = 0; channel < 3; ++channel)
                            o.set(0x00281221 + channel, vr::OW, table);
                    })
                  .size(),
              6U);
}

TEST(Layout, scales_to_any_size) {
    auto raster = Raster::blank(4, 2, 1);
    raster.samples = {0, 0, 200, 200, 0, 0, 200, 200};
    EXPECT_EQ(resized(raster, 2, 1).samples, (Grey{0, 200}));
    EXPECT_EQ(resized(raster, 8, 4).width, 8U);
}

TEST(Encode, follows_the_ending_of_the_name) {
    EXPECT_EQ(encoding_for("a.PNG"), Encoding::png);
    EXPECT_EQ(encoding_for("a.b.jpeg"), Encoding::jpeg);
    EXPECT_EQ(encoding_for("a.webp"), Encoding::webp);
    EXPECT_THROW(encoding_for("a.gif"), base::Error);
    EXPECT_THROW(encoding_for("png"), base::Error);
}

TEST(Encode, gives_the_same_bytes_twice_and_loses_nothing_in_png_and_webp) {
    auto raster = Raster::blank(37, 21, 3);
    for (std::size_t i = 0; i < raster.samples.size(); ++i)
        raster.samples[i] = static_cast<std::uint8_t>(i * 7 + i / 111);
    for (const auto encoding : {Encoding::png, Encoding::webp, Encoding::jpeg}) {
        const auto bytes = encode(raster, encoding);
        EXPECT_EQ(bytes, encode(raster, encoding));
        const auto back = load_raster(bytes);
        ASSERT_EQ(back.width, raster.width);
        if (encoding != Encoding::jpeg) {
            EXPECT_EQ(back.samples, raster.samples);
        }
    }
    EXPECT_THROW(encode(Raster::blank(20'000, 1, 1), Encoding::webp), base::Error);
}

MappedFile sample(const std::string& name) {
    return MappedFile{sample_folder() / name};
}

TEST(RenderFile, draws_volumes_films_and_slides_the_same_each_time) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder folder;
    const auto out = folder / "once.png", again = folder / "again.png";
    for (const auto* name :
         {"nifti/anatomical.nii", "nifti/example4d.nii.gz", "nifti/example_nifti2.nii.gz",
          "video/angio_burned_meta.mp4", "video/endoscopy_mpeg4.dcm", "wsi/CMU-1-Small-Region.svs",
          "wsi/synthetic_label.svs", "photos/photo_tags.tif"}) {
        RenderRequest request;
        request.paths = {(sample_folder() / name).string()};
        request.longest_px = 96;
        for (const auto& output : {out, again}) {
            request.output = output.string();
            render_file(request);
        }
        const MappedFile first{out}, second{again};
        EXPECT_TRUE(std::ranges::equal(first.bytes(), second.bytes())) << name;
        const auto raster = load_raster(first.bytes());
        EXPECT_EQ(std::max(raster.width, raster.height), 96U) << name;
        const auto [low, high] = std::minmax_element(raster.samples.begin(), raster.samples.end());
        EXPECT_GT(*high - *low, 40) << name;
    }
}

TEST(CountFrames, counts_and_bounds_frames) {
    MEDAL_NEEDS_SAMPLES();
    const auto volume = sample("nifti/example4d.nii.gz");
    EXPECT_EQ(count_frames(volume.bytes()), 24U * 2U);
    EXPECT_THROW(load_any(volume.bytes(), {48, {}}), base::Error);
    const auto film = sample("video/angio_burned_meta.mp4");
    const auto frames = count_frames(film.bytes());
    EXPECT_GT(frames, 10U);
    EXPECT_NE(load_any(film.bytes(), {0, {}}).samples, load_any(film.bytes(), {frames - 1, {}}).samples);
    EXPECT_THROW(load_any(film.bytes(), {frames + 1, {}}), base::Error);
}

TEST(RenderView, turns_a_volume_so_that_the_right_is_left_and_the_front_is_up) {
    // Two by two voxels that run to the right and to the front: 0 left back, 1 right back, 2 left front, 3.
    std::string file(352 + 4, '\0');
    const auto put16 = [&](std::size_t at, int value) { file.replace(at, 2, words({value})); };
    const auto put_float = [&](std::size_t at, float value) {
        std::uint32_t bits = 0;
        std::memcpy(&bits, &value, 4);
        file.replace(at, 4, words({static_cast<int>(bits & 0xFFFF), static_cast<int>(bits >> 16)}));
    };
    file.replace(0, 4, words({348, 0}));
    for (const auto& [at, value] : {std::pair{40, 3}, {42, 2}, {44, 2}, {46, 1}, {70, 2}, {72, 8}, {254, 1}})
        put16(static_cast<std::size_t>(at), value);
    for (const std::size_t at : {80U, 84U, 88U, 280U, 300U, 320U}) put_float(at, 1);
    put_float(108, 352);
    put_float(124, 3);
    file.replace(344, 4, std::string{"n+1\0", 4});
    file.replace(352, 4, std::string{"\0\1\2\3", 4});
    const Bytes bytes{reinterpret_cast<const std::byte*>(file.data()), file.size()};
    EXPECT_EQ(load_any(bytes, {}).samples, (Grey{255, 170, 85, 0}));
}

TEST(RenderFile, draws_key_slices_and_sheets_of_a_series) {
    MEDAL_NEEDS_SAMPLES();
    const testing::TemporaryFolder folder;
    const auto out = folder / "sheet.png";
    RenderRequest request;
    for (const auto& path : sample_files("dicom/mr_vs_seg")) request.paths.push_back(path.string());
    request.output = out.string();
    request.longest_px = 50;
    request.key_slices = 4;
    render_file(request);
    EXPECT_EQ(load_raster(MappedFile{out}.bytes()).width, 2U * 54U);
    request.key_slices = 0;
    request.contact_sheet = true;
    render_file(request);
    EXPECT_EQ(load_raster(MappedFile{out}.bytes()).width, 4U * 54U);
}

}  // namespace
}  // namespace medal::imaging::picture
