#include "http/multipart_reader.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/random.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace medal::http {
namespace {

struct Part {
    std::string head;
    std::string body;
    bool operator==(const Part&) const = default;
};

class Collector final : public MultipartHandler {
  public:
    void begin_part(std::string_view head) override { parts.push_back({std::string{head}, {}}); }
    void write(std::span<const std::byte> piece) override {
        EXPECT_FALSE(piece.empty());
        parts.back().body.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    }
    void end_part() override { ++ended; }

    std::vector<Part> parts;
    std::size_t ended = 0;
};

std::vector<Part> parts_of(std::string_view body, std::string_view boundary = "B",
                           MultipartLimits limits = {}) {
    Collector collector;
    MultipartReader reader{boundary, limits, collector};
    reader.read(base::bytes_of(body));
    reader.finish();
    EXPECT_EQ(collector.ended, collector.parts.size());
    return collector.parts;
}

std::string code_of(std::string_view body, MultipartLimits limits = {}) {
    try {
        parts_of(body, "B", limits);
    } catch (const base::Error& error) {
        return error.code();
    }
    return "read";
}

const std::string kType = "Content-Type: application/dicom\r\n";

TEST(MultipartReader, gives_each_part_its_head_and_its_bytes) {
    const auto parts = parts_of("--B\r\n" + kType + "\r\none\r\n--B\r\n" + kType + "\r\ntwo\r\n--B--\r\n");
    EXPECT_EQ(parts, (std::vector<Part>{{kType, "one"}, {kType, "two"}}));
    EXPECT_EQ(part_field(parts.front().head, "content-type"), "application/dicom");
    EXPECT_EQ(part_field(parts.front().head, "content-id"), "");
}

TEST(MultipartReader, takes_parts_without_bytes_and_without_header_fields) {
    EXPECT_EQ(parts_of("--B\r\n\r\n\r\n--B\r\n" + kType + "\r\n\r\n--B--"),
              (std::vector<Part>{{"", ""}, {kType, ""}}));
    // The line break behind the header is the one that belongs to the boundary.
    EXPECT_EQ(parts_of("--B\r\n\r\n--B--"), (std::vector<Part>{{"", ""}}));
}

TEST(MultipartReader, leaves_out_what_stands_before_the_first_boundary_and_behind_the_last) {
    EXPECT_EQ(parts_of("\r\n--B\r\n\r\nx\r\n--B--"), (std::vector<Part>{{"", "x"}}));
    EXPECT_EQ(parts_of("a preamble - of -- some\r\nlines\r\n--B\r\n\r\nx\r\n--B--\r\nan epilogue\r\n--B\r\n"),
              (std::vector<Part>{{"", "x"}}));
}

TEST(MultipartReader, keeps_what_only_looks_like_a_boundary) {
    const std::string body = "\r\r\n\r\n-\r\n--\r\n--b\r\nB--B \r";
    EXPECT_EQ(parts_of("--B\r\n\r\n" + body + "\r\n--B--"), (std::vector<Part>{{"", body}}));
}

TEST(MultipartReader, allows_spaces_between_a_boundary_and_its_line_break) {
    EXPECT_EQ(parts_of("--B \t\r\n\r\nx\r\n--B--"), (std::vector<Part>{{"", "x"}}));
}

TEST(MultipartReader, refuses_a_body_that_ends_before_its_closing_boundary) {
    const std::string whole = "--B\r\n" + kType + "\r\none\r\n--B--";
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(code_of(whole.substr(0, size)), "multipart.malformed") << size;
    EXPECT_EQ(code_of(whole), "read");
}

TEST(MultipartReader, refuses_what_the_standard_does_not_allow) {
    for (const std::string body :
         {"--B--", "--Bx\r\n\r\n\r\n--B--", "--B\n\nx\n--B--", "--B-\r\n\r\n\r\n--B--", "--B\rx",
          "--B\r\nno colon\r\n\r\nx\r\n--B--", "--B\r\n: empty\r\n\r\n\r\n--B--",
          "--B\r\nA: 1\r\n folded\r\n\r\n\r\n--B--", "--B\r\nA: 1\n\r\n\r\n--B--",
          "--B\r\nA: \x01\r\n\r\n\r\n--B--", "--B\r\nA B: 1\r\n\r\n\r\n--B--", "--B\r\n\r\nx\r\n--Bad"})
        EXPECT_EQ(code_of(body), "multipart.malformed") << body;
}

TEST(MultipartReader, holds_to_its_limits) {
    const std::string part = "--B\r\n\r\nx\r\n";
    EXPECT_EQ(code_of(part + part + "--B--", {.max_parts = 2}), "read");
    EXPECT_EQ(code_of(part + part + part + "--B--", {.max_parts = 2}), "multipart.too_many");
    const auto with_head = [](std::size_t size) {
        return "--B\r\nA: " + std::string(size, 'x') + "\r\n\r\n\r\n--B--";
    };
    EXPECT_EQ(code_of(with_head(10), {.max_head_bytes = 17}), "read");
    EXPECT_EQ(code_of(with_head(11), {.max_head_bytes = 17}), "multipart.malformed");
    EXPECT_EQ(code_of(std::string(9000, 'x') + "\r\n" + part + "--B--"), "multipart.malformed");
    EXPECT_EQ(code_of(part + "--B--" + std::string(9000, 'x')), "multipart.malformed");
    EXPECT_EQ(code_of("--B" + std::string(9000, ' ') + "\r\n\r\nx\r\n--B--"), "multipart.malformed");
}

// Letters of which any mixture is likely to begin a boundary.
std::string noise(base::Random& random, std::size_t most) {
    constexpr std::string_view kLetters = "\r\n--B\rx";
    std::string text(random.next() % (most + 1), '\0');
    for (auto& letter : text) letter = kLetters[random.next() % kLetters.size()];
    return text;
}

std::vector<Part> in_pieces(std::string_view body, std::string_view boundary, base::Random& random) {
    Collector collector;
    MultipartReader reader{boundary, {}, collector};
    while (!body.empty()) {
        const auto size = std::min<std::size_t>(body.size(), random.next() % 5);
        reader.read(base::bytes_of(body.substr(0, size)));
        body.remove_prefix(size);
    }
    reader.finish();
    return collector.parts;
}

TEST(MultipartReader, gives_the_same_parts_however_the_bytes_are_cut) {
    base::SeededRandom random{20261126};
    const std::string boundary = "B-B";
    for (int turn = 0; turn < 3000; ++turn) {
        std::vector<Part> parts(1 + random.next() % 3);
        std::string body;
        for (auto& part : parts) {
            part = {random.next() % 2 == 0 ? kType : std::string{}, noise(random, 24)};
            if (("\r\n" + part.body + "\r\n--B-B").find("\r\n--B-B") != part.body.size() + 2) part.body = "x";
            body += "\r\n--B-B\r\n" + part.head + "\r\n" + part.body;
        }
        body += "\r\n--B-B--";
        EXPECT_EQ(parts_of(body, boundary), parts) << "turn " << turn;
        EXPECT_EQ(in_pieces(body, boundary, random), parts) << "turn " << turn;
    }
}

TEST(MultipartType, is_read_with_parameters_quoted_or_not) {
    for (const std::string text :
         {"multipart/related; type=\"application/dicom\"; boundary=abc",
          "Multipart/Related;boundary=\"abc\";TYPE=Application/DICOM",
          "multipart/related; start=\"<a;b>\"; type=application/dicom ; boundary=abc"}) {
        const auto type = parse_multipart_type(text);
        ASSERT_TRUE(type) << text;
        EXPECT_EQ(type->part_type, "application/dicom");
        EXPECT_EQ(type->boundary, "abc");
    }
}

TEST(MultipartType, is_refused_without_a_boundary_of_the_standard) {
    for (const std::string text : {"multipart/form-data; boundary=abc", "multipart/related",
                                   "multipart/related; boundary=", "multipart/related; boundary=\"a \"",
                                   "multipart/related; boundary=a*b", "application/dicom"})
        EXPECT_FALSE(parse_multipart_type(text)) << text;
    EXPECT_TRUE(parse_multipart_type("multipart/related; boundary=" + std::string(70, 'x')));
    EXPECT_FALSE(parse_multipart_type("multipart/related; boundary=" + std::string(71, 'x')));
}

}  // namespace
}  // namespace medal::http
