#include "imaging/archive.h"

#include <string>
#include <zlib.h>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

constexpr unsigned kUtf8Names = 0x0800;

std::string number(std::size_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
}

/// A ZIP of one stored member (APPNOTE 4.3).
std::string zip_of(const std::string& name, const std::string& data, unsigned flags) {
    const auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(data.data()), data.size());
    const auto common = number(20, 2) + number(flags, 2) + number(0, 6) + number(crc, 4) +
                        number(data.size(), 4) + number(data.size(), 4) + number(name.size(), 2) +
                        number(0, 2);
    const auto local = "PK\x03\x04" + common + name + data;
    const auto central = "PK\x01\x02" + number(20, 2) + common + number(0, 14) + name;
    return local + central + "PK\x05\x06" + number(0, 4) + number(1, 2) + number(1, 2) +
           number(central.size(), 4) + number(local.size(), 4) + number(0, 2);
}

Findings findings_of(const std::string& zip, std::size_t& members) {
    Findings findings;
    members = check_archive({reinterpret_cast<const std::byte*>(zip.data()), zip.size()}, findings).size();
    return findings;
}

TEST(Archive, takes_names_in_any_letters_and_encoding) {
    for (const auto& [name, flags] : {std::pair{"M\xc3\xbcller/\xc3\xa4.dcm", kUtf8Names},
                                      std::pair{"\xe5\xb1\xb1\xe7\x94\xb0.dcm", kUtf8Names},
                                      std::pair{"M\x81ller.dcm", 0U}, std::pair{"M\xfcller.dcm", 0U}}) {
        std::size_t members = 0;
        EXPECT_FALSE(refuses(findings_of(zip_of(name, "picture", flags), members))) << name;
        EXPECT_EQ(members, 1U);
    }
}

TEST(Archive, refuses_paths_that_climb_out_in_any_letters) {
    std::size_t members = 0;
    const auto findings = findings_of(zip_of("\xc3\xa4/../../x.dcm", "picture", kUtf8Names), members);
    ASSERT_TRUE(refuses(findings));
    EXPECT_EQ(findings.back().code, "archive.path");
}

}  // namespace
}  // namespace medal::imaging
