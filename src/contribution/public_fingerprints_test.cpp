#include "contribution/public_fingerprints.h"

#include "base/error.h"
#include "imaging/similar/look_text.h"
#include "support/engines.h"

#include <fstream>

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

const std::string kPixels(64, 'a');
const std::string kOtherPixels(64, 'b');

class PublicList : public ::testing::Test {
  protected:
    PublicFingerprints read(const std::string& lines) {
        std::ofstream{path_} << lines;
        return PublicFingerprints{std::vector{path_}};
    }
    std::string code_of(const std::string& lines) {
        try {
            read(lines);
        } catch (const base::Error& error) {
            return error.code() + " " + error.hint();
        }
        return "none";
    }

    testing::TemporaryFolder folder_;
    std::filesystem::path path_ = folder_.path() / "lidc.tsv";
};

AssetPrint print(FingerprintScope scope, const std::string& pixels, std::uint64_t phash,
                 std::uint64_t dhash) {
    return {AssetId{}, scope, 0, pixels, phash, dhash};
}

const std::string kLine =
    kPixels + "\t00000000000000ff\t0f0f0f0f0f0f0f0f\t/srv/public/LIDC/patient 7/slice.dcm\n";

TEST_F(PublicList, finds_the_same_pixels_and_says_where_without_the_folders_of_the_operator) {
    const auto list = read(kLine);
    const auto hits = list.find(std::vector{print(FingerprintScope::slice, kPixels, ~0ULL, 1)});
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].likeness, Likeness::same_pixels);
    EXPECT_EQ(hits[0].data_set, "lidc");
    EXPECT_EQ(hits[0].entry, "patient 7/slice.dcm");
}

TEST_F(PublicList, finds_what_looks_alike_where_both_hashes_agree) {
    const auto list = read(kLine);
    using enum FingerprintScope;
    EXPECT_EQ(list.find(std::vector{print(single, kOtherPixels, 0xFE, 0x0F0F0F0F0F0F0F0F)}).size(), 1U);
    EXPECT_TRUE(list.find(std::vector{print(single, kOtherPixels, 0xFE, 0xF0F0F0F0F0F0F0F0)}).empty());
    EXPECT_TRUE(list.find(std::vector{print(single, kOtherPixels, 0xFFFF, 0x0F0F0F0F0F0F0F0F)}).empty());
}

TEST_F(PublicList, takes_slices_that_look_alike_only_where_half_of_their_volume_do) {
    const auto list = read(kLine);
    const auto alike = print(FingerprintScope::slice, kOtherPixels, 0xFE, 0x0F0F0F0F0F0F0F0F);
    const auto other = print(FingerprintScope::slice, kOtherPixels, ~0ULL, 0x0F0F0F0F0F0F0F0F);
    EXPECT_EQ(list.find(std::vector{alike, other}).size(), 1U);
    EXPECT_TRUE(list.find(std::vector{alike, other, other}).empty());
}

std::vector<imaging::similar::Look> look_at(imaging::similar::Part part) {
    return {{part, 0x123456789ABCDEF0, {0x0F0F0F0F0F0F0F0F, 7}}};
}

std::string line_with(const std::string& looks) {
    return kPixels + "\t00000000000000ff\t0f0f0f0f0f0f0f0f\tpatient 7/slice.dcm\t" + looks + "\n";
}

TEST_F(PublicList, finds_a_part_of_which_a_cropped_copy_is_the_whole) {
    using imaging::similar::Part;
    const auto list = read(line_with(imaging::similar::text_of(look_at(Part::centre_955))));
    auto cropped = print(FingerprintScope::single, kOtherPixels, ~0xFFULL << 8, 1);
    EXPECT_TRUE(list.find(std::vector{cropped}).empty());
    cropped.looks = look_at(Part::frame);
    const auto hits = list.find(std::vector{cropped});
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].likeness, Likeness::similar);
    EXPECT_EQ(hits[0].entry, "patient 7/slice.dcm");
}

TEST_F(PublicList, does_not_take_a_slice_or_volume_for_a_part_of_another) {
    using imaging::similar::Part;
    const auto list = read(line_with(imaging::similar::text_of(look_at(Part::centre_955))));
    for (const auto scope : {FingerprintScope::slice, FingerprintScope::volume}) {
        auto one = print(scope, kOtherPixels, ~0xFFULL << 8, 1);
        one.looks = look_at(Part::frame);
        EXPECT_TRUE(list.find(std::vector{one}).empty());
    }
}

TEST_F(PublicList, is_read_with_and_without_looks_but_not_with_damaged_ones) {
    EXPECT_EQ(read(kLine + line_with("") + line_with(std::string(45, '0'))).size(), 3U);
    EXPECT_EQ(code_of(line_with("") + line_with("0123")),
              "fingerprints.damaged lidc.tsv: line 2 is not as `medal fingerprint` prints it");
}

TEST_F(PublicList, knows_no_image_without_a_step_of_brightness) {
    const auto list = read(kPixels + "\t0000000000000000\t0000000000000000\tblack.png\n");
    EXPECT_TRUE(list.find(std::vector{print(FingerprintScope::single, kPixels, 0, 0)}).empty());
}

TEST_F(PublicList, names_the_line_that_is_damaged) {
    EXPECT_EQ(code_of(kLine + "not a fingerprint\n"),
              "fingerprints.damaged lidc.tsv: line 2 is not as `medal fingerprint` prints it");
    EXPECT_EQ(code_of(kPixels + "\tff\t0f0f0f0f0f0f0f0f\tname\n").substr(0, 20), "fingerprints.damaged");
}

}  // namespace
}  // namespace medal::contribution
