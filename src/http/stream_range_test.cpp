// Ranges of answers that are made while they are sent (RFC 9110, 14.2).
#include "base/encoding.h"
#include "http/testing.h"

#include <algorithm>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace medal::http {
namespace {

using namespace testing;

constexpr std::string_view kText = "0123456789";

// Gives three bytes at most, whatever there is room for.
Response counted(bool can_skip) {
    auto at = std::make_shared<std::size_t>(0);
    StreamBody body{kText.size(), [at](std::span<std::byte> into) {
                        const auto size = std::min({into.size(), kText.size() - *at, std::size_t{3}});
                        std::copy_n(base::bytes_of(kText).begin() + static_cast<std::ptrdiff_t>(*at), size,
                                    into.begin());
                        *at += size;
                        return size;
                    }};
    if (can_skip) body.skip = [at](std::uint64_t count) { *at += static_cast<std::size_t>(count); };
    Response response;
    response.content_type = "application/octet-stream";
    response.body = std::move(body);
    response.with("ETag", "\"now\"");
    return response;
}

class StreamRange : public ::testing::Test {
  protected:
    Reply ask_for(const std::string& lines) const { return get(server_.port(), "/stream", lines); }

    RunningServer server_{{get_route("/stream", [](Request&) { return counted(true); }),
                           get_route("/whole", [](Request&) { return counted(false); })}};
};

TEST_F(StreamRange, gives_the_bytes_that_were_asked_for) {
    EXPECT_EQ(ask_for("").body, kText);
    EXPECT_EQ(ask_for("").header("accept-ranges"), "bytes");
    const auto middle = ask_for("Range: bytes=2-7\r\n");
    EXPECT_EQ(middle.status, 206);
    EXPECT_EQ(middle.body, "234567");
    EXPECT_EQ(middle.header("content-range"), "bytes 2-7/10");
    EXPECT_EQ(ask_for("Range: bytes=-4\r\n").body, "6789");
    EXPECT_EQ(ask_for("Range: bytes=8-99\r\n").body, "89");
}

TEST_F(StreamRange, gives_the_whole_where_the_tag_is_of_another_version) {
    EXPECT_EQ(ask_for("Range: bytes=2-7\r\nIf-Range: \"now\"\r\n").body, "234567");
    EXPECT_EQ(ask_for("Range: bytes=2-7\r\nIf-Range: \"old\"\r\n").body, kText);
}

TEST_F(StreamRange, tells_that_there_is_no_such_range) {
    const auto reply = ask_for("Range: bytes=10-\r\n");
    EXPECT_EQ(reply.status, 416);
    EXPECT_EQ(reply.header("content-range"), "bytes */10");
    EXPECT_EQ(reply.body, "");
}

TEST_F(StreamRange, is_not_offered_where_nothing_can_be_skipped) {
    const auto reply = get(server_.port(), "/whole", "Range: bytes=2-7\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("accept-ranges"), "");
    EXPECT_EQ(reply.body, kText);
}

}  // namespace
}  // namespace medal::http
