#include "imaging/icc_scrub.h"

#include "imaging/byte_writer.h"

#include <string>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

using std::string_literals::operator""s;

std::string number(std::size_t value) {
    return stored(value, 4, Endian::big);
}

/// A description and a curve, and a few bytes that belong to no tag.
std::string profile() {
    const std::string text = "desc"s + number(0) + number(7) + "Quilla\0"s + "\0"s;
    const std::string curve = "curv"s + number(0) + number(1) + "\1\2\0\0"s;
    const std::size_t first = 128 + 4 + 2 * 12;
    return std::string(36, '\0') + "acsp" + std::string(88, '\0') + number(2) + "desc" + number(first) +
           number(text.size()) + "rTRC" + number(first + text.size()) + number(curve.size()) + text + curve +
           "Quilla";
}

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

TEST(IccScrub, blanks_texts_and_gaps_and_keeps_the_curves) {
    auto file = profile();
    for (const auto& patch : scrub_icc(bytes_of(file)))
        file.replace(patch.offset, patch.size, patch.size, '\0');
    EXPECT_EQ(file.find("Quilla"), std::string::npos);
    EXPECT_NE(file.find("curv"s + number(0) + number(1) + "\1\2"), std::string::npos);
    EXPECT_NE(file.find("desc"s + number(128 + 4 + 24)), std::string::npos);
    EXPECT_TRUE(scrub_icc(bytes_of(file)).empty());
}

TEST(IccScrub, takes_everything_of_what_is_no_profile) {
    const std::string text = "Quillfeather";
    const auto patches = scrub_icc(bytes_of(text));
    ASSERT_EQ(patches.size(), 1U);
    EXPECT_EQ(patches.front().size, text.size());
}

}  // namespace
}  // namespace medal::imaging
