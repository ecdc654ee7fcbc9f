#include "imaging/redact/tile_packing.h"

#include "base/error.h"

#include <random>
#include <tiffio.h>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

constexpr unsigned kSeed = 5;

TilePacking grey_row(std::uint32_t width, std::uint16_t compression = COMPRESSION_LZW) {
    return {.compression = compression, .width = width, .height = 1, .samples = 1};
}

std::vector<std::byte> noise(std::size_t size, unsigned values) {
    std::mt19937 random{kSeed};
    std::vector<std::byte> plain(size);
    for (auto& byte : plain) byte = static_cast<std::byte>(random() % values);
    return plain;
}

TEST(TilePacking, gives_back_what_it_packed) {
    for (const std::uint32_t size : {0U, 1U, 2U, 255U, 3838U, 4000U, 20000U, 200000U}) {
        for (const unsigned values : {1U, 2U, 17U, 256U}) {
            const auto plain = noise(size, values);
            const auto how = grey_row(size);
            EXPECT_EQ(unpacked(packed(plain, how), how), plain) << size << ", " << values;
        }
    }
}

TEST(TilePacking, gives_back_samples_of_any_depth_order_and_compression) {
    constexpr std::uint16_t kCompressions[]{COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
                                            COMPRESSION_DEFLATE, COMPRESSION_PACKBITS};
    constexpr std::uint16_t kBits[]{8, 16, 32};
    for (const auto compression : kCompressions) {
        for (const auto bits : kBits) {
            for (const auto endian : {Endian::little, Endian::big}) {
                TilePacking how{
                    .compression = compression, .endian = endian, .width = 32, .height = 48, .bits = bits};
                const bool can_differ =
                    compression != COMPRESSION_NONE && compression != COMPRESSION_PACKBITS;
                if (can_differ) how.predictor = PREDICTOR_HORIZONTAL;
                const auto plain = noise(how.plain_bytes(), 256);
                EXPECT_EQ(unpacked(packed(plain, how), how), plain) << compression << ", " << bits;
            }
        }
    }
}

TEST(TilePacking, reads_samples_in_the_order_of_bytes_of_this_machine) {
    constexpr std::byte kBig[]{std::byte{0x12}, std::byte{0x34}};
    const auto samples =
        unpacked(kBig, {.endian = Endian::big, .width = 1, .height = 1, .samples = 1, .bits = 16});
    EXPECT_EQ(samples, (std::vector{std::byte{0x34}, std::byte{0x12}}));
}

TEST(TilePacking, refuses_codes_that_are_not_there_yet_and_too_few) {
    constexpr std::byte kNonsense[]{std::byte{0xFF}, std::byte{0xFF}, std::byte{0xFF}};
    EXPECT_THROW(unpacked(kNonsense, grey_row(10)), base::Error);
    EXPECT_THROW(unpacked({}, grey_row(1)), base::Error);
    const auto short_one = packed(std::vector<std::byte>(10), grey_row(10));
    EXPECT_THROW(unpacked(short_one, grey_row(11)), base::Error);
    EXPECT_THROW(unpacked(std::vector<std::byte>(9), grey_row(10, COMPRESSION_NONE)), base::Error);
}

}  // namespace
}  // namespace medal::imaging::redact
