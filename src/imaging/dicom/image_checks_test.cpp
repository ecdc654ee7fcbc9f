// What a header claims of its samples and frames, held against the standard.
#include "imaging/dicom/image_checks.h"

#include "imaging/testing_image.h"

#include <gtest/gtest.h>

namespace medal::imaging::dicom {
namespace {

struct Bits {
    std::uint16_t stored;
    std::uint16_t high;
};

Findings findings_with_bits(Bits bits) {
    return TestImage{{1, 2},
                     [&](phantom::DicomObject& object) {
                         object.set_u16(0x00280101, bits.stored);
                         object.set_u16(0x00280102, bits.high);
                     }}
        .findings();
}

Findings findings_with_frames(const std::string& frames) {
    return TestImage{{1, 2}, [&](phantom::DicomObject& object) { object.set(0x00280008, vr::IS, frames); }}
        .findings();
}

TEST(ImageChecks, accepts_stored_bits_that_are_the_lowest_ones) {
    EXPECT_TRUE(findings_with_bits({16, 15}).empty());
    EXPECT_TRUE(findings_with_bits({12, 11}).empty());
    EXPECT_TRUE(findings_with_bits({1, 0}).empty());
}

TEST(ImageChecks, refuses_more_stored_bits_than_a_sample_has_and_none) {
    for (const int stored : {17, 32, 255, 0}) {
        const auto findings =
            findings_with_bits({static_cast<std::uint16_t>(stored), static_cast<std::uint16_t>(stored - 1)});
        ASSERT_TRUE(refuses(findings)) << stored;
        EXPECT_EQ(findings.back().code, "dicom.bits_stored") << stored;
    }
}

TEST(ImageChecks, refuses_stored_bits_that_lie_elsewhere_in_the_sample) {
    for (const auto bits : {Bits{12, 15}, Bits{12, 10}, Bits{8, 15}, Bits{16, 0}, Bits{16, 200}}) {
        const auto findings = findings_with_bits(bits);
        ASSERT_TRUE(refuses(findings)) << bits.stored << ' ' << bits.high;
        EXPECT_EQ(findings.back().code, "dicom.high_bit");
    }
}

TEST(ImageChecks, refuses_an_impossible_number_of_frames) {
    for (const auto* frames : {"-1", "-2147483648", "1.5", "99999999999", "1e300", "nan", "inf"}) {
        const auto findings = findings_with_frames(frames);
        ASSERT_TRUE(refuses(findings)) << frames;
        EXPECT_EQ(findings.back().code, "dicom.frame_count") << frames;
    }
}

TEST(ImageChecks, takes_a_number_of_frames_that_says_nothing_as_one) {
    EXPECT_TRUE(findings_with_frames("1").empty());
    for (const auto* frames : {"0", "1A"}) {
        const auto findings = findings_with_frames(frames);
        ASSERT_EQ(findings.size(), 1U) << frames;
        EXPECT_EQ(findings.back().code, "dicom.frame_count");
        EXPECT_EQ(findings.back().severity, Severity::warning);
    }
}

}  // namespace
}  // namespace medal::imaging::dicom
