// Painting pictures of several pages, volumes and films in DICOM: inside of the box nothing is left, outside
// of it nothing changes, in every copy that the file holds.
#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/film/testing_film.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/load.h"
#include "imaging/redact/dicom_copy.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_data.h"
#include "imaging/testing_slides.h"
#include "imaging/viewing/vips_image.h"

#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

namespace fs = std::filesystem;
using viewing::VipsPointer;

using RedactMedia = RedactFolder;

/// Of all pages, below each other.
template <class Sample>
std::vector<Sample> samples_of(const fs::path& path) {
    viewing::start_vips();
    const VipsPointer image{vips_image_new_from_file(path.c_str(), "n", -1, nullptr)};
    std::size_t size = 0;
    void* memory = vips_image_write_to_memory(image.get(), &size);
    const auto* begin = static_cast<const Sample*>(memory);
    std::vector<Sample> samples(begin, begin + size / sizeof(Sample));
    g_free(memory);
    return samples;
}

constexpr int kSide = 60;
constexpr int kPages = 3;

/// Pages of grey values of 16 bits that all tell where they are.
fs::path write_pages(const fs::path& path) {
    viewing::start_vips();
    std::vector<std::uint16_t> samples;
    for (int i = 0; i < kSide * kSide * kPages; ++i) samples.push_back(static_cast<std::uint16_t>(5 * i + 1));
    const VipsPointer image{vips_image_new_from_memory(samples.data(), samples.size() * 2, kSide,
                                                       kSide * kPages, 1, VIPS_FORMAT_USHORT)};
    EXPECT_EQ(vips_tiffsave(image.get(), path.c_str(), "page_height", kSide, nullptr), 0);
    return path;
}

TEST_F(RedactMedia, a_tiff_of_16_bits_is_painted_on_the_pages_that_are_meant) {
    const auto path = write_pages(folder_ / "pages.tif");
    auto box = region_at(10, 20, 25, 12);
    box.frame_from = 1;
    box.frame_to = 2;
    const auto result = redact_file(request_for(path, {box}));
    EXPECT_EQ(result.media_type, "image/tiff");
    EXPECT_EQ(result.frames_changed, 2U);
    const auto before = samples_of<std::uint16_t>(path);
    const auto after = samples_of<std::uint16_t>(output());
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        const auto page = i / (kSide * kSide);
        const bool inside = page > 0 && is_in(box, i % kSide, i / kSide % kSide);
        ASSERT_EQ(after[i], inside ? 0 : before[i]) << "page " << page << " sample " << i;
    }
}

TEST_F(RedactMedia, what_lies_under_two_styles_is_filled_and_means_are_those_of_the_picture_before) {
    const auto path = write_pages(folder_ / "pages.tif");
    auto blocks = region_at(0, 0, 40, 40);
    blocks.style = Style::block;
    const auto box = region_at(5, 5, 4, 4);
    redact_file(request_for(path, {box, blocks}));
    const auto before = samples_of<std::uint16_t>(path);
    const auto after = samples_of<std::uint16_t>(output());
    EXPECT_EQ(after[6 * kSide + 6], 0);
    double sum = 0;
    for (std::size_t y = 0; y < 24; ++y) {
        for (std::size_t x = 0; x < 24; ++x) sum += before[y * kSide + x];
    }
    EXPECT_EQ(after[0], static_cast<std::uint16_t>(std::lround(sum / (24 * 24))));
    EXPECT_EQ(after[45], before[45]);
}

TEST_F(RedactMedia, of_pages_that_differ_in_size_only_the_shown_one_is_kept) {
    const auto small = write_pages(folder_ / "pages.tif");
    const auto large = folder_ / "large.tif";
    viewing::start_vips();
    const VipsPointer image{vips_image_new_from_file(small.c_str(), nullptr)};
    ASSERT_EQ(vips_tiffsave(image.get(), large.c_str(), "tile", TRUE, "pyramid", TRUE, "tile_width", 16,
                            "tile_height", 16, "depth", VIPS_FOREIGN_DZ_DEPTH_ONETILE, nullptr),
              0);
    const MappedFile file{large};
    redact_raster(request_for(large, {region_at(0, 0, kSide, kSide)}), FileKind::tiff);
    const auto after = samples_of<std::uint16_t>(output());
    EXPECT_EQ(after.size(), static_cast<std::size_t>(kSide * kSide));
    EXPECT_EQ(*std::max_element(after.begin(), after.end()), 0);
}

TEST_F(RedactMedia, a_webp_picture_is_written_without_loss) {
    viewing::start_vips();
    const auto path = folder_ / "picture.webp";
    const auto raster = slide_raster(96, 4);
    const VipsPointer image{vips_image_new_from_memory(raster.samples.data(), raster.samples.size(), 96, 96,
                                                       3, VIPS_FORMAT_UCHAR)};
    ASSERT_EQ(vips_webpsave(image.get(), path.c_str(), "lossless", TRUE, nullptr), 0);
    const auto box = region_at(30, 40, 20, 10);
    EXPECT_EQ(redact_file(request_for(path, {box})).media_type, "image/webp");
    const auto before = samples_of<std::uint8_t>(path);
    const auto after = samples_of<std::uint8_t>(output());
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
        ASSERT_EQ(after[i], is_in(box, i / 3 % 96, i / 288) ? 0 : before[i]);
    }
}

// ---- volumes

constexpr std::array<std::int16_t, 4> kSize{6, 7, 5, 2};

/// NIfTI-1 of 16 bits; the axes of the file run to the back, to the head and to the right of the patient.
std::string turned_volume() {
    std::string file(352, '\0');
    const auto put = [&](std::size_t at, auto value) { std::memcpy(file.data() + at, &value, sizeof value); };
    put(0, std::int32_t{348});
    put(40, std::int16_t{4});
    for (std::size_t i = 0; i < kSize.size(); ++i) put(42 + 2 * i, kSize[i]);
    for (std::size_t i = 4; i < 7; ++i) put(42 + 2 * i, std::int16_t{1});
    put(70, std::int16_t{4});
    put(72, std::int16_t{16});
    for (std::size_t i = 0; i < 8; ++i) put(76 + 4 * i, 1.0F);
    put(108, 352.0F);
    put(112, 1.0F);
    put(254, std::int16_t{1});
    // RAS rows: x grows with the third axis, y falls with the first, z grows with the second.
    put(280 + 8, 1.0F);
    put(296, -1.0F);
    put(312 + 4, 1.0F);
    std::memcpy(file.data() + 344, "n+1", 4);
    const auto count = kSize[0] * kSize[1] * kSize[2] * kSize[3];
    for (int i = 0; i < count; ++i) {
        const auto value = static_cast<std::int16_t>(i - 40);
        file.append(reinterpret_cast<const char*>(&value), 2);
    }
    return file;
}

std::vector<std::int16_t> voxels_of(Bytes file) {
    std::vector<std::int16_t> voxels((file.size() - 352) / 2);
    std::memcpy(voxels.data(), file.data() + 352, voxels.size() * 2);
    return voxels;
}

TEST_F(RedactMedia, a_box_on_a_shown_slice_meets_the_voxels_that_are_shown_there) {
    const auto path = write("volume.nii", turned_volume());
    auto box = region_at(1, 2, 3, 2);
    // The fourth slice from the feet, of the second volume.
    box.frame_from = box.frame_to = 7 + 3;
    const auto result = redact_file(request_for(path, {box}));
    EXPECT_EQ(result.media_type, "application/gzip");
    EXPECT_EQ(result.frames_changed, 1U);
    const MappedFile was{path};
    const MappedFile packed{output()};
    Findings findings;
    const auto is = inflate_image(packed.bytes(), findings);
    ASSERT_TRUE(is);
    EXPECT_TRUE(std::equal(was.bytes().begin(), was.bytes().begin() + 352, is->begin()));
    const auto before = voxels_of(was.bytes());
    const auto after = voxels_of(*is);
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t at = 0; at < before.size(); ++at) {
        const auto back = at % 6, head = at / 6 % 7, right = at / 42 % 5, time = at / 210;
        const auto x = 4 - right, y = back;
        const bool inside = time == 1 && head == 3 && is_in(box, x, y);
        ASSERT_EQ(after[at], inside ? -40 : before[at]) << "voxel " << at;
    }
}

TEST_F(RedactMedia, blocks_in_a_volume_are_means_of_its_voxels) {
    const auto path = write("volume.nii", turned_volume());
    auto box = region_at(0, 0, 5, 6);
    box.style = Style::block;
    redact_file(request_for(path, {box}));
    const MappedFile was{path};
    const MappedFile packed{output()};
    Findings findings;
    const auto is = inflate_image(packed.bytes(), findings);
    ASSERT_TRUE(is);
    const auto before = voxels_of(was.bytes());
    const auto after = voxels_of(*is);
    double sum = 0;
    for (std::size_t at = 0; at < 210; ++at) {
        if (at / 6 % 7 == 0) sum += before[at];
    }
    EXPECT_NEAR(after[0], sum / 30, 0.51);
    EXPECT_EQ(after[42], after[0]);
    EXPECT_EQ(after[6], before[6]) << "the next slice";
}

// ---- films in DICOM

TEST_F(RedactMedia, a_film_in_a_dicom_file_is_painted_and_becomes_a_derived_instance) {
    MEDAL_NEEDS_SAMPLES();
    const auto path = sample_folder() / "video/endoscopy_mpeg4.dcm";
    auto box = region_at(40, 30, 60, 40);
    box.frame_from = 2;
    box.frame_to = 4;
    const auto result = redact_file(request_for(path, {box}));
    EXPECT_EQ(result.media_type, "application/dicom");
    EXPECT_EQ(result.frames_changed, 3U);
    const MappedFile was{path};
    const MappedFile is{output()};
    const auto scan = dicom::scan_file(is.bytes());
    ASSERT_TRUE(scan.data);
    EXPECT_NE(scan.data->text(dicom::Tag{0x00082111}).find("made unreadable"), std::string_view::npos);
    ASSERT_EQ(picture::count_frames(is.bytes()), picture::count_frames(was.bytes()));
    for (const std::uint64_t frame : {1U, 2U, 4U, 5U}) {
        const auto before = picture::load_any(was.bytes(), {frame, {}});
        const auto after = picture::load_any(is.bytes(), {frame, {}});
        const bool is_painted = frame >= box.frame_from && frame <= box.frame_to;
        EXPECT_EQ(after.pixel(70, 50)[0] < 12 && after.pixel(70, 50)[1] < 12, is_painted) << frame;
        EXPECT_NEAR(after.pixel(200, 150)[0], before.pixel(200, 150)[0], 24) << frame;
    }
    EXPECT_FALSE(fs::exists(output().string() + ".film"));
}

/// The sample film with the pictures of another.
fs::path wrapped(const film::TestFilm& film, const std::string& syntax, const fs::path& path) {
    const auto stream = make_film(film, path.string() + ".mp4");
    const MappedFile pictures{stream}, file{sample_folder() / "video/endoscopy_mpeg4.dcm"};
    const auto scan = dicom::scan_file(file.bytes());
    CopyChanges changes;
    changes.transfer_syntax = syntax;
    changes.values[dicom::Tag{0x00280008}] = {dicom::vr::IS, std::to_string(film.times_ms.size())};
    changes.pixels = [&](const dicom::Element& pixels, deid::ElementWriter& writer, deid::OutputPlan&) {
        writer.film(pixels.tag, pictures.bytes());
    };
    deid::OutputPlan plan;
    copy_with(*scan.data, changes, plan);
    plan.write_to(path);
    return path;
}

TEST_F(RedactMedia, a_film_of_ten_bits_in_a_dicom_file_stays_one_and_names_its_syntax) {
    MEDAL_NEEDS_SAMPLES();
    film::TestFilm film;
    film.codec = "libx265";
    film.pixels = AV_PIX_FMT_YUV420P10;
    constexpr auto kMain10 = "1.2.840.10008.1.2.4.108";
    const auto path = wrapped(film, kMain10, folder_ / "film.dcm");
    redact_file(request_for(path, {region_at(40, 30, 60, 40)}));
    const MappedFile is{output()};
    const auto scan = dicom::scan_file(is.bytes());
    ASSERT_TRUE(scan.data);
    EXPECT_EQ(scan.data->transfer_syntax, kMain10);
    EXPECT_NE(text_of(is.bytes()).find("hvc1"), std::string_view::npos);
}

TEST_F(RedactMedia, a_film_that_no_syntax_of_dicom_holds_any_more_is_refused) {
    MEDAL_NEEDS_SAMPLES();
    film::TestFilm film;
    film.pixels = AV_PIX_FMT_YUV444P;
    const auto path = wrapped(film, "1.2.840.10008.1.2.4.102", folder_ / "film.dcm");
    try {
        redact_file(request_for(path, {region_at(40, 30, 60, 40)}));
        ADD_FAILURE() << "it was painted";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "redact.unsupported");
    }
    EXPECT_FALSE(fs::exists(output()));
}

}  // namespace
}  // namespace medal::imaging::redact
