#include "imaging/similar/fingerprint.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look.h"
#include "imaging/testing_data.h"

#include <bit>

#include <gtest/gtest.h>

namespace medal::imaging::similar {
namespace {

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

TEST(Fingerprint, has_equal_pixels_for_every_lossless_encoding) {
    MEDAL_NEEDS_SAMPLES();
    const auto folder = sample_folder() / "dicom/wg04";
    const auto plain = fingerprint_file(folder / "CT1_UNC");
    for (const auto* name : {"CT1_RLE", "CT1_J2KR", "CT1_JPLL", "CT1_JLSL"}) {
        EXPECT_EQ(fingerprint_file(folder / name).sha256_pixels, plain.sha256_pixels) << name;
    }
    const auto lossy = fingerprint_file(folder / "CT1_JLSN");
    EXPECT_NE(lossy.sha256_pixels, plain.sha256_pixels);
    EXPECT_EQ(lossy.phash, plain.phash);
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
