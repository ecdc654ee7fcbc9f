#include "imaging/dicom/decode.h"

#include "base/error.h"
#include "base/hash.h"
#include "imaging/dicom/codecs.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/testing_data.h"

#include <charconv>
#include <string_view>

#include <gtest/gtest.h>

namespace medal::imaging::dicom {
namespace {

/// Nine by six values of 16 bits with sign in High-Throughput JPEG 2000 without loss, written by OpenJPH.
constexpr std::string_view kHighThroughput =
    "ff4fff5100294000000000090000000600000000000000000000000900000006000000000000000000018f0101ff5000"
    "08000200000009ff52000c00020001000104044001ff5c00072088888888ff64001700014f70656e4a50482056657220"
    "302e33312e302eff90000a00000000004c0001ff93c0002e842af8fc25ff7cc3fcdbedac3f3f9bb9a099eff3c859a201"
    "00b9f7201f3100585b00c0002480005700fccaa30014a83ca193f9e020fe3101beb800ffd9";

std::vector<std::byte> bytes_of_hex(std::string_view hex) {
    std::vector<std::byte> bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + at, hex.data() + at + 2, value, 16);
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

DecodedFrame signed_frame() {
    DecodedFrame frame;
    frame.columns = 9;
    frame.rows = 6;
    frame.bits_allocated = frame.bits_stored = 16;
    frame.is_signed = true;
    return frame;
}

TEST(HighThroughput, decodes_every_value_of_a_lossless_codestream) {
    auto frame = signed_frame();
    decode_jpeg_2000(bytes_of_hex(kHighThroughput), frame);
    ASSERT_EQ(frame.bytes.size(), 108U);
    for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 9; ++x) {
            EXPECT_EQ(frame.value(static_cast<std::size_t>(y * 9 + x)), 37 * x * y - 1000 * x + 11 * y)
                << x << ' ' << y;
        }
    }
}

TEST(HighThroughput, refuses_a_codestream_that_ends_early) {
    const auto whole = bytes_of_hex(kHighThroughput);
    for (const std::size_t kept : {0U, 2U, 40U, 100U, 130U}) {
        auto frame = signed_frame();
        EXPECT_THROW(decode_jpeg_2000(Bytes{whole}.first(kept), frame), base::Error) << kept;
    }
}

/// What OpenJPH decodes it to.
TEST(HighThroughput, decodes_a_file_as_another_decoder_does) {
    MEDAL_NEEDS_SAMPLES();
    const MappedFile file{sample_folder() / "dicom/pydicom_data/HTJ2KLossless_08_RGB.dcm"};
    const auto scan = scan_file(file.bytes());
    const auto frame = decode_frame(scan.data.value(), 0);
    EXPECT_EQ(frame.photometric, "RGB");
    EXPECT_EQ(base::sha256(frame.bytes).text(),
              "9d87240604f5d7522c6a8056ace6cefc2c8d6d0b07bd6e7303d5e5b21af9a49e");
}

}  // namespace
}  // namespace medal::imaging::dicom
