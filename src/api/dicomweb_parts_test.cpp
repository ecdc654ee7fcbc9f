#include "api/dicomweb_parts.h"

#include "api/dicomweb_answers.h"
#include "base/encoding.h"
#include "http/multipart_reader.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::api {
namespace {

namespace fs = std::filesystem;

class DicomwebParts : public ::testing::Test {
  protected:
    Piece stretch(std::uint64_t offset, std::uint64_t length) const {
        return {.path = file_, .offset = offset, .length = length};
    }

    static std::string read(const http::StreamBody& body, std::size_t step) {
        std::string all;
        std::vector<std::byte> room(step);
        while (const auto size = body.read(room))
            all.append(reinterpret_cast<const char*>(room.data()), size);
        return all;
    }

    testing::TemporaryFolder folder_;
    fs::path file_ = folder_.write("instance", "abcdefghij");
};

TEST_F(DicomwebParts, are_written_as_strict_clients_read_them) {
    const std::string type = "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1";
    const auto response =
        multipart_response({{type, {stretch(2, 3)}}, {type, {stretch(0, 1), {.text = "xyz"}}}},
                           "application/octet-stream", "BOUNDARY");
    EXPECT_EQ(response.content_type,
              "multipart/related; type=\"application/octet-stream\"; boundary=BOUNDARY");
    const auto& body = std::get<http::StreamBody>(response.body);
    const auto text = read(body, 4);
    EXPECT_EQ(text, "--BOUNDARY\r\nContent-Type: " + type + "\r\n\r\ncde\r\n--BOUNDARY\r\nContent-Type: " +
                        type + "\r\n\r\naxyz\r\n--BOUNDARY--\r\n");
    EXPECT_EQ(body.size, text.size());
    EXPECT_FALSE(body.skip);
}

TEST_F(DicomwebParts, alone_are_sent_from_any_byte_on) {
    for (std::uint64_t skipped = 0; skipped <= 9; ++skipped) {
        const auto response = pieces_response({stretch(1, 3), {.text = "xy"}, stretch(6, 4)}, "image/jpeg");
        const auto& body = std::get<http::StreamBody>(response.body);
        if (skipped > 0) body.skip(skipped);
        EXPECT_EQ(read(body, 2), std::string{"bcdxyghij"}.substr(skipped)) << skipped;
    }
}

TEST_F(DicomwebParts, have_a_boundary_of_the_standard_that_nobody_can_foresee) {
    base::SecureRandom random;
    const auto boundary = boundary_for(random);
    EXPECT_GE(boundary.size(), 32U);
    EXPECT_NE(boundary, boundary_for(random));
    EXPECT_TRUE(http::parse_multipart_type("multipart/related; boundary=" + boundary));
}

}  // namespace
}  // namespace medal::api
