#include "imaging/file_kind.h"

#include <string>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

TEST(FileKind, tells_photographs_of_telephones_from_films) {
    using namespace std::string_literals;
    const auto photograph =
        "\0\0\0\x18"
        "ftypheic\0\0\0\0mif1heic"s;
    const auto film =
        "\0\0\0\x18"
        "ftypqt  \0\0\0\0qt      "s;
    EXPECT_EQ(detect_kind(bytes_of(photograph)), FileKind::unknown);
    EXPECT_NE(describe_unknown(bytes_of(photograph)).find("HEIC"), std::string_view::npos);
    EXPECT_EQ(detect_kind(bytes_of(film)), FileKind::mp4);
}

}  // namespace
}  // namespace medal::imaging
