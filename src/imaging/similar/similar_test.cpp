#include "imaging/mapped_file.h"
#include "imaging/mp4_scrub.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/similar/fingerprint.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look.h"
#include "imaging/testing_data.h"
#include "support/temporary_folder.h"

#include <bit>
#include <cmath>
#include <unistd.h>
#include <zlib.h>

#include <gtest/gtest.h>

namespace medal::imaging::similar {
namespace {

namespace fs = std::filesystem;

class FingerprintOf : public ::testing::Test {
  protected:
    fs::path written(Bytes bytes, const std::string& name) const {
        const auto path = folder_ / name;
        std::ofstream{path, std::ios::binary}.write(reinterpret_cast<const char*>(bytes.data()),
                                                    static_cast<std::streamsize>(bytes.size()));
        return path;
    }
    fs::path gzipped(Bytes bytes, const std::string& name) const {
        const auto path = folder_ / name;
        auto* file = gzopen(path.c_str(), "wb");
        gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
        gzclose(file);
        return path;
    }
    static std::vector<std::byte> bytes_of(const fs::path& path) {
        const MappedFile file{path};
        return {file.bytes().begin(), file.bytes().end()};
    }

  private:
    testing::TemporaryFolder folder_;
};

void expect_equal(const Fingerprint& a, const Fingerprint& b) {
    EXPECT_EQ(a.sha256_pixels, b.sha256_pixels);
    EXPECT_EQ(a.phash, b.phash);
    EXPECT_EQ(a.dhash, b.dhash);
}

unsigned bits_between(const std::string& a, const std::string& b) {
    return static_cast<unsigned>(std::popcount(std::stoull(a, nullptr, 16) ^ std::stoull(b, nullptr, 16)));
}

picture::Raster pattern() {
    auto raster = picture::Raster::blank(200, 160, 1);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            *raster.pixel(x, y) =
                static_cast<std::uint8_t>((x * x / 40 + y * 3 + (x > 90 && y < 60 ? 80 : 0)) % 256);
        }
    }
    return raster;
}

TEST(Fingerprint, is_the_same_for_a_flipped_copy) {
    const auto raster = pattern();
    auto mirror = raster;
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x)
            *mirror.pixel(x, y) = *raster.pixel(raster.width - 1 - x, y);
    }
    EXPECT_LE(std::popcount(hashes_of(raster).phash ^ hashes_of(mirror).phash), 4);
    EXPECT_LE(std::popcount(hashes_of(raster).dhash ^ hashes_of(mirror).dhash), 8);
}

TEST(Fingerprint, is_the_same_for_a_copy_turned_by_a_quarter_or_with_a_margin) {
    const auto raster = pattern();
    auto quarter = picture::Raster::blank(raster.height, raster.width, 1);
    auto framed = picture::Raster::blank(raster.width + 60, raster.height + 90, 1);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            *quarter.pixel(y, raster.width - 1 - x) = *raster.pixel(x, y);
            *framed.pixel(x + 20, y + 50) = *raster.pixel(x, y);
        }
    }
    HashIndex index;
    index.add(hashes_of(framed).phash, 2);
    EXPECT_EQ(index.find(hashes_of(quarter).phash, 7).size(), 1U);
    EXPECT_EQ(index.find(hashes_of(raster).phash, 7).size(), 1U);
}

TEST(Fingerprint, is_the_same_for_a_copy_with_another_gamma) {
    auto plain = pattern();
    for (auto& sample : plain.samples) sample = static_cast<std::uint8_t>(60 + sample * 3 / 4);
    auto darker = plain;
    for (auto& sample : darker.samples) {
        sample = static_cast<std::uint8_t>(std::lround(255 * std::pow(sample / 255.0, 3)));
    }
    EXPECT_LE(std::popcount(hashes_of(plain).phash ^ hashes_of(darker).phash), 4);
}

TEST(Fingerprint, has_equal_pixels_for_every_lossless_encoding) {
    MEDAL_NEEDS_SAMPLES();
    const auto folder = sample_folder() / "dicom/wg04";
    const auto plain = fingerprint_file(folder / "CT1_UNC");
    for (const auto* name : {"CT1_RLE", "CT1_J2KR", "CT1_JPLL", "CT1_JLSL"}) {
        EXPECT_EQ(fingerprint_file(folder / name).sha256_pixels, plain.sha256_pixels) << name;
    }
    const auto lossy = fingerprint_file(folder / "CT1_JLSN");
    EXPECT_NE(lossy.sha256_pixels, plain.sha256_pixels);
    EXPECT_LE(bits_between(lossy.phash, plain.phash), 2U);
}

TEST_F(FingerprintOf, a_volume_is_of_its_voxels_packed_or_not_and_whatever_its_header_tells) {
    MEDAL_NEEDS_SAMPLES();
    auto volume = bytes_of(sample_folder() / "nifti/anatomical.nii");
    const auto plain = fingerprint_file(sample_folder() / "nifti/anatomical.nii");
    constexpr std::size_t kDescription = 148;
    volume[kDescription] = std::byte{'M'};
    volume[kDescription + 1] = std::byte{0};
    expect_equal(fingerprint_file(gzipped(volume, "named.nii.gz")), plain);
    volume.back() ^= std::byte{1};
    EXPECT_NE(fingerprint_file(written(volume, "other.nii")).sha256_pixels, plain.sha256_pixels);
}

TEST_F(FingerprintOf, a_parametric_map_is_of_its_numbers_whatever_their_width) {
    MEDAL_NEEDS_SAMPLES();
    const auto folder = sample_folder() / "dicom/pydicom_data";
    const auto single = fingerprint_file(folder / "parametric_map_float.dcm");
    const auto twice = fingerprint_file(folder / "parametric_map_double_float.dcm");
    EXPECT_LE(bits_between(single.phash, twice.phash), 2U);
    EXPECT_NE(single.phash, std::string(16, '0'));
}

TEST_F(FingerprintOf, a_volume_of_one_slice_is_that_of_a_picture) {
    MEDAL_NEEDS_SAMPLES();
    auto volume = bytes_of(sample_folder() / "nifti/anatomical.nii");
    const auto whole = fingerprint_file(written(volume, "whole.nii"));
    constexpr std::size_t kDimensions = 41;  // of a big-endian header
    volume[kDimensions] = std::byte{2};
    const auto flat = fingerprint_file(written(volume, "flat.nii"));
    EXPECT_EQ(flat.phash.size(), whole.phash.size());
    EXPECT_NE(flat.sha256_pixels, whole.sha256_pixels);
}

TEST_F(FingerprintOf, a_film_is_of_its_pictures_with_and_without_its_texts) {
    MEDAL_NEEDS_SAMPLES();
    auto film = bytes_of(sample_folder() / "video/angio_burned_meta.mp4");
    const auto patches = scrub_mp4(film);
    ASSERT_FALSE(patches.empty());
    for (const auto& patch : patches) {
        auto text = patch.replacement;
        text.resize(patch.size, '\0');
        std::copy_n(reinterpret_cast<const std::byte*>(text.data()), text.size(),
                    film.begin() + static_cast<std::ptrdiff_t>(patch.offset));
    }
    expect_equal(fingerprint_file(written(film, "scrubbed.mp4")),
                 fingerprint_file(sample_folder() / "video/angio_burned_meta.mp4"));
}

TEST_F(FingerprintOf, a_slide_is_found_again_as_a_picture_of_the_whole) {
    MEDAL_NEEDS_SAMPLES();
    const auto slide = sample_folder() / "wsi/CMU-1-Small-Region.svs";
    const auto overview = picture::load_slide_overview(bytes_of(slide));
    const auto picture = fingerprint_file(written(picture::encode_png(overview), "overview.png"));
    const auto whole = fingerprint_file(slide);
    EXPECT_LE(bits_between(whole.phash, picture.phash), 4U);
    const auto other = fingerprint_file(sample_folder() / "photos/ihc_histology.png");
    EXPECT_GT(bits_between(whole.phash, other.phash), 10U);
}

TEST(HashIndex, finds_a_hash_and_its_mirrored_and_turned_ones_once_each) {
    HashIndex index;
    const std::uint64_t hash = 0x123456789ABCDEF0;
    const auto others = turned(hash);
    for (std::uint32_t i = 0; i < others.size(); ++i) index.add(others[i] ^ (1ULL << 63), i);
    const auto hits = index.find(hash, 4);
    ASSERT_EQ(hits.size(), 8U);
    for (const auto& hit : hits) EXPECT_EQ(hit.distance, 1U);
}

TEST(HashIndex, finds_everything_within_seven_bits_and_nothing_twice) {
    HashIndex index;
    const std::uint64_t hash = 0x123456789ABCDEF0;
    index.add(hash, 1);
    index.add(hash ^ 0x0101010101010100, 2);
    index.add(hash ^ 0x0101010101010101, 3);
    const auto hits = index.find(hash, 7);
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[0].id, 1U);
    EXPECT_EQ(hits[1].distance, 7U);
}

}  // namespace
}  // namespace medal::imaging::similar
