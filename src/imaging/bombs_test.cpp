// Small files that would fill the memory of whoever opens them; refused before any decoder sees them.
#include "imaging/byte_writer.h"
#include "imaging/dicom/frames.h"
#include "imaging/limits.h"
#include "imaging/raster_checks.h"

#include <functional>
#include <string>
#include <zlib.h>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string big_endian(std::uint64_t value) {
    return stored(value, 4, Endian::big);
}

std::string chunk(const std::string& type, const std::string& data) {
    const auto body = type + data;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(data.size()) + body + big_endian(crc);
}

/// Grey, eight bits, in blocks of one value that `next` gives.
std::string png(std::uint64_t side, int level, const std::function<char()>& next) {
    std::string rows(side * (side + 1), '\0');
    for (std::size_t at = 0; at + 16 < rows.size(); at += 16) rows.replace(at, 16, 16, next());
    for (std::uint64_t row = 0; row < side; ++row) rows[row * (side + 1)] = 0;
    std::string packed(compressBound(rows.size()), '\0');
    auto size = static_cast<uLongf>(packed.size());
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
              rows.size(), level);
    packed.resize(size);
    return "\x89PNG\r\n\x1a\n"s + chunk("IHDR", big_endian(side) + big_endian(side) + "\x08\0\0\0\0"s) +
           chunk("IDAT", packed) + chunk("IEND", "");
}

bool is_refused(const std::string& file, const std::string& code) {
    Findings findings;
    check_png(bytes_of(file), findings);
    for (const auto& finding : findings) EXPECT_EQ(finding.code, code);
    return refuses(findings);
}

TEST(Bombs, of_png_are_refused_where_they_are_large) {
    EXPECT_TRUE(is_refused(png(8400, 9, [] { return '\0'; }), "raster.bomb"));
    // Less than kPictureRatioGraceBytes: an empty picture of an ordinary size is no attack.
    EXPECT_FALSE(is_refused(png(2000, 9, [] { return '\0'; }), ""));
    unsigned state = 1;
    const auto speckle = [&] { return static_cast<char>((state = state * 1'664'525 + 1) >> 24); };
    EXPECT_FALSE(is_refused(png(8400, 1, speckle), ""));
}

std::string code_of(std::string_view syntax, const std::string& stream, std::uint64_t side) {
    dicom::DataSet data;
    data.transfer_syntax = syntax;
    dicom::ImageShape shape;
    shape.rows = shape.columns = side;
    shape.samples = 1;
    shape.bits_allocated = 8;
    const auto finding = dicom::check_frame(data, {{bytes_of(stream)}}, shape);
    return finding ? finding->code : "";
}

TEST(Bombs, of_run_length_coded_frames_are_refused_where_they_are_large) {
    const auto frame = [](std::size_t runs) {
        std::string head{"\1\0\0\0\x40\0\0\0"s};
        head.resize(64, '\0');
        return head + std::string(2 * runs, '\x81');
    };
    constexpr std::uint64_t kSide = 5000;
    EXPECT_EQ(code_of("1.2.840.10008.1.2.5", frame(kSide * kSide / 128), kSide), "dicom.rle_bomb");
    EXPECT_EQ(code_of("1.2.840.10008.1.2.5", frame(kSide * kSide / 32), kSide), "");
}

TEST(Bombs, of_codestreams_are_refused_where_they_are_large) {
    constexpr std::uint64_t kSide = 9000;
    const auto stream = [&](std::size_t bytes) {
        return "\xff\x4f\xff\x51\0\x29\0\0"s + big_endian(kSide) + big_endian(kSide) +
               std::string(bytes, '\0');
    };
    for (const auto* syntax : {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201"}) {
        EXPECT_EQ(code_of(syntax, stream(1000), kSide), "dicom.codestream_bomb");
        EXPECT_EQ(code_of(syntax, stream(kSide * kSide / kMaxCodestreamRatio + 1), kSide), "");
    }
}

}  // namespace
}  // namespace medal::imaging
