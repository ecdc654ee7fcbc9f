// Samples of one and twelve bits in words of big endian, written here by the book (PS3.5, 7.3 and 8.1.1).
#include "imaging/byte_writer.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_redact.h"

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactWords = RedactFolder;

constexpr std::uint64_t kSide = 21, kFrames = 3, kPixels = kSide * kSide;

std::string big(std::uint64_t value, std::size_t bytes) {
    return stored(value, bytes, Endian::big);
}

std::string element(std::uint32_t tag, std::string_view vr, std::string value) {
    if (value.size() % 2 != 0) value += vr == "UI" ? '\0' : ' ';
    const auto head = big(tag >> 16, 2) + big(tag & 0xFFFF, 2) + std::string{vr};
    return head + (vr == "OW" ? big(0, 2) + big(value.size(), 4) : big(value.size(), 2)) + value;
}

/// Every sample is set.
std::string words_file(std::uint64_t bits) {
    const std::string syntax = "1.2.840.10008.1.2.2";
    const auto bytes = (kPixels * kFrames * bits + 15) / 16 * 2;
    return std::string(128, '\0') + "DICM" + std::string{"\2\0\x10\0UI\x14\0", 8} + syntax + '\0' +
           element(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.1") + element(0x00080018, "UI", "2.25.7") +
           element(0x00080060, "CS", "OT") + element(0x00280002, "US", big(1, 2)) +
           element(0x00280004, "CS", "MONOCHROME2") + element(0x00280008, "IS", std::to_string(kFrames)) +
           element(0x00280010, "US", big(kSide, 2)) + element(0x00280011, "US", big(kSide, 2)) +
           element(0x00280100, "US", big(bits, 2)) + element(0x00280101, "US", big(bits, 2)) +
           element(0x00280102, "US", big(bits - 1, 2)) + element(0x00280103, "US", big(0, 2)) +
           element(0x7FE00010, "OW", std::string(bytes, '\xff'));
}

bool bit_at(Bytes pixels, std::uint64_t bit) {
    const auto word = u16(pixels, bit / 16 * 2, Endian::big);
    return (word >> bit % 16 & 1U) != 0;
}

TEST_F(RedactWords, of_one_and_twelve_bits_lose_the_bits_under_the_box_and_no_others) {
    for (const std::uint64_t bits : {1U, 12U}) {
        auto box = region_at(5, 3, 9, 11);
        box.frame_from = box.frame_to = 1;
        EXPECT_EQ(redact_file(request_for(write("words.dcm", words_file(bits)), {box})).frames_changed, 1U);
        const MappedFile file{output()};
        const auto scan = dicom::scan_file(file.bytes());
        ASSERT_TRUE(scan.data);
        EXPECT_EQ(scan.data->transfer_syntax, "1.2.840.10008.1.2.2");
        const auto pixels = scan.data->value(*scan.data->find(dicom::tags::kPixelData));
        for (std::uint64_t bit = 0; bit < kPixels * kFrames * bits; ++bit) {
            const auto sample = bit / bits, pixel = sample % kPixels;
            const bool is_dark = sample / kPixels == 1 && is_in(box, pixel % kSide, pixel / kSide);
            ASSERT_EQ(bit_at(pixels, bit), !is_dark) << bits << ": " << bit;
        }
    }
}

}  // namespace
}  // namespace medal::imaging::redact
