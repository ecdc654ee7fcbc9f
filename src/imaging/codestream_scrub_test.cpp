#include "imaging/codestream_scrub.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

const std::string kSecret = "QUILLFEATHER";

std::string scrubbed(std::string stream, const std::vector<Patch>& patches) {
    for (const auto& patch : patches) {
        auto replacement = patch.replacement;
        replacement.resize(patch.size, '\0');
        stream.replace(patch.offset, patch.size, replacement);
    }
    return stream;
}

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string two_bytes(std::size_t value) {
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
}

std::string segment(char marker, const std::string& payload) {
    return "\xff"s + marker + two_bytes(payload.size() + 2) + payload;
}

std::string jpeg(const std::string& in_head) {
    return "\xff\xd8"s + segment('\xdb', std::string(65, '\1')) + in_head +
           segment('\xc0', std::string(9, '\2')) + segment('\xda', std::string(6, '\3')) + "scan data" +
           "\xff\xd9";
}

TEST(CodestreamScrub, blanks_comments_unused_markers_and_what_stands_between_segments_of_jpeg) {
    for (const auto& extra :
         {segment('\xfe', kSecret), segment('\xf0', kSecret), segment('\x05', kSecret), kSecret}) {
        const auto stream = jpeg(extra);
        const auto clean = scrubbed(stream, scrub_jpeg(bytes_of(stream)));
        EXPECT_EQ(clean.find(kSecret), std::string::npos);
        EXPECT_NE(clean.find("scan data"), std::string::npos);
        EXPECT_EQ(clean.size(), stream.size());
    }
    EXPECT_TRUE(scrub_jpeg(bytes_of(jpeg(""))).empty());
}

TEST(CodestreamScrub, keeps_the_colour_transform_of_jpeg_and_nothing_behind_it) {
    const auto transform = "Adobe\0\x64\0\0\0\0\1"s;
    const auto stream = jpeg(segment('\xee', transform + kSecret));
    const auto clean = scrubbed(stream, scrub_jpeg(bytes_of(stream)));
    EXPECT_EQ(clean.find(kSecret), std::string::npos);
    EXPECT_NE(clean.find(transform), std::string::npos);
    EXPECT_EQ(clean.size(), stream.size());
    EXPECT_TRUE(scrub_jpeg(bytes_of(jpeg(segment('\xee', transform)))).empty());
}

std::string four_bytes(std::size_t value) {
    return two_bytes(value >> 16) + two_bytes(value & 0xFFFF);
}

/// One tile-part; a length of 0 says that it reaches to the end.
std::string jpeg_2000(const std::string& in_head, bool tells_length) {
    const auto data = "\xff\x93"s + "tile data";
    const auto length = tells_length ? 12 + data.size() : 0;
    return "\xff\x4f"s + segment('\x51', std::string(38, '\1')) + in_head +
           segment('\x90', "\0\0"s + four_bytes(length) + "\0\1"s) + data + "\xff\xd9";
}

std::string box(const std::string& type, const std::string& payload) {
    return four_bytes(payload.size() + 8) + type + payload;
}

TEST(CodestreamScrub, blanks_what_is_no_picture_in_around_and_behind_a_jpeg_2000_codestream) {
    const auto comment = segment('\x64', "\0\1"s + kSecret);
    const auto start = box("jP  ", "\r\n\x87\n") + box("xml ", kSecret);
    for (const bool tells : {true, false}) {
        for (const auto& stream :
             {jpeg_2000(comment, tells), jpeg_2000(segment('\x70', kSecret), tells),
              jpeg_2000("", tells) + kSecret, start + four_bytes(0) + "jp2c" + jpeg_2000("", tells),
              kSecret + jpeg_2000("", tells), jpeg_2000("", tells) + box("uuid", kSecret)}) {
            const auto clean = scrubbed(stream, scrub_jpeg_2000(bytes_of(stream)));
            EXPECT_EQ(clean.find(kSecret), std::string::npos);
            EXPECT_NE(clean.find("tile data\xff\xd9"), std::string::npos);
        }
        EXPECT_TRUE(scrub_jpeg_2000(bytes_of(jpeg_2000("", tells))).empty());
    }
}

std::string rle_head(const std::vector<std::size_t>& offsets, const std::string& rest) {
    std::string head{static_cast<char>(offsets.size()), 0, 0, 0};
    for (const auto offset : offsets) head += std::string{static_cast<char>(offset), 0, 0, 0};
    head += rest;
    head.resize(64, '\0');
    return head;
}

TEST(CodestreamScrub, blanks_what_no_run_of_a_frame_in_rle_needs) {
    const auto runs = "\xfd\7"s + "\3abcd";  // four times 7, then four literal bytes
    const auto size = 64 + runs.size();
    for (const auto& stream : {rle_head({64}, "") + runs + kSecret, rle_head({64}, kSecret) + runs,
                               rle_head({64 + kSecret.size()}, "") + kSecret + runs,
                               rle_head({64, size + kSecret.size()}, "") + runs + kSecret + runs}) {
        const auto clean = scrubbed(stream, scrub_rle(bytes_of(stream), 8));
        EXPECT_EQ(clean.find(kSecret), std::string::npos);
        EXPECT_NE(clean.find(runs), std::string::npos);
    }
    const auto plain = rle_head({64}, "") + runs + "\0\x80"s;
    EXPECT_TRUE(scrub_rle(bytes_of(plain), 8).empty());
}

TEST(CodestreamScrub, leaves_a_frame_in_rle_alone_whose_head_is_damaged) {
    const auto stream = rle_head({200}, "") + "short";
    EXPECT_TRUE(scrub_rle(bytes_of(stream), 8).empty());
    EXPECT_TRUE(scrub_rle(bytes_of("x"), 8).empty());
}

}  // namespace
}  // namespace medal::imaging
