#include "imaging/png_data.h"

#include <string>
#include <zlib.h>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

std::string packed(const std::string& text) {
    std::string out(compressBound(static_cast<uLong>(text.size())), '\0');
    auto size = static_cast<uLongf>(out.size());
    compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
             static_cast<uLong>(text.size()));
    out.resize(size);
    return out;
}

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

std::string header(char width, char height, char bits, char color, char interlaced) {
    return {0, 0, 0, width, 0, 0, 0, height, bits, color, 0, 0, interlaced};
}

TEST(PngData, ends_where_the_compressed_picture_ends_and_not_where_its_chunks_do) {
    const auto picture = packed(std::string(1000, 'x'));
    const auto first = picture.substr(0, 5);
    const auto rest = picture.substr(5) + "QUILLFEATHER";
    const auto data = walk_png_data({bytes_of(first), bytes_of(rest)}, 1000);
    EXPECT_TRUE(data.is_complete);
    EXPECT_EQ(data.packed_bytes, picture.size());
    EXPECT_EQ(data.unpacked_bytes, 1000U);
}

TEST(PngData, stops_where_more_comes_out_than_a_picture_needs) {
    std::string much;
    much.resize(10'000'000, 'x');
    const auto bomb = packed(much);
    EXPECT_LT(walk_png_data({bytes_of(bomb)}, 1000).unpacked_bytes, 200'000U);
}

TEST(PngData, counts_rows_with_their_filter_bytes) {
    EXPECT_EQ(png_picture_bytes(bytes_of(header(10, 4, 8, 2, 0))), 4U * 31);
    EXPECT_EQ(png_picture_bytes(bytes_of(header(10, 4, 1, 0, 0))), 4U * 3);
    // Adam7 of 8 x 8: seven passes of 1, 1, 2, 4, 8, 16 and 32 pixels in 1, 1, 1, 2, 2, 4 and 4 rows.
    EXPECT_EQ(png_picture_bytes(bytes_of(header(8, 8, 8, 0, 1))), 64U + 15);
    EXPECT_EQ(png_picture_bytes({}), 0U);
}

}  // namespace
}  // namespace medal::imaging
