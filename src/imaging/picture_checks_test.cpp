#include "imaging/picture_checks.h"

#include "imaging/inspect.h"
#include "imaging/series/series.h"
#include "imaging/testing_data.h"
#include "imaging/testing_image.h"

#include <algorithm>
#include <fstream>
#include <numeric>

#include <gtest/gtest.h>

namespace medal::imaging {
namespace {

namespace vr = dicom::vr;
using phantom::DicomObject;

std::vector<std::string> codes_of(const Findings& findings) {
    std::vector<std::string> codes;
    for (const auto& finding : findings) {
        EXPECT_EQ(finding.severity, Severity::warning);
        codes.push_back(finding.code);
    }
    return codes;
}

std::vector<std::string> judged(const std::vector<int>& values,
                                const std::function<void(DicomObject&)>& change) {
    return codes_of(judge_picture(TestImage{values, change}.data()));
}

/// 0, 1, 2, … with the last value repeated.
std::vector<int> ramp(int count, int highest) {
    std::vector<int> values(static_cast<std::size_t>(count));
    std::iota(values.begin(), values.end(), 0);
    for (auto& value : values) value = std::min(value, highest);
    return values;
}

using Codes = std::vector<std::string>;
const auto kNothing = [](DicomObject&) {};

TEST(PictureChecks, say_nothing_of_a_sound_picture) {
    EXPECT_EQ(judged(ramp(300, 400), kNothing), Codes{});
}

TEST(PictureChecks, warn_of_a_blank_picture) {
    EXPECT_EQ(judged(std::vector<int>(64, 7), kNothing), Codes{"pixels.blank"});
    const auto mask = [](DicomObject& o) { o.set(0x00080060, vr::CS, "SEG"); };
    EXPECT_EQ(judged(std::vector<int>(64, 0), mask), Codes{});
}

TEST(PictureChecks, warn_of_a_detector_that_was_driven_to_its_end) {
    EXPECT_EQ(judged(ramp(300, 255), kNothing), Codes{"pixels.clipped"});
    // The brightest value of a picture that ends nowhere special is no end of a range.
    EXPECT_EQ(judged(ramp(300, 250), kNothing), Codes{});
}

TEST(PictureChecks, look_at_the_bright_end_of_monochrome1) {
    auto values = ramp(300, 400);
    std::fill_n(values.begin(), 20, 0);
    EXPECT_EQ(judged(values, kNothing), Codes{});
    EXPECT_EQ(judged(values, [](DicomObject& o) { o.set(0x00280004, vr::CS, "MONOCHROME1"); }),
              Codes{"pixels.clipped"});
}

void make_ct(DicomObject& o) {
    o.set(0x00080060, vr::CS, "CT");
    o.set(0x00200032, vr::DS, "0\\0\\0");
    o.set(0x00200037, vr::DS, "1\\0\\0\\0\\1\\0");
    o.set(0x00280030, vr::DS, "1\\1");
    o.set(0x00281052, vr::DS, "-100");
    o.set(0x00281053, vr::DS, "1");
}

TEST(PictureChecks, warn_of_rescaling_and_windows_that_cannot_be_right) {
    EXPECT_EQ(judged(ramp(300, 400), make_ct), Codes{});
    EXPECT_EQ(judged(ramp(300, 400),
                     [](DicomObject& o) {
                         make_ct(o);
                         o.set(0x00281053, vr::DS, "0");
                         o.set(0x00281050, vr::DS, "40");
                         o.set(0x00281051, vr::DS, "0.5");
                     }),
              (Codes{"dicom.rescale_slope", "dicom.window_width"}));
    EXPECT_EQ(judged(ramp(300, 400),
                     [](DicomObject& o) {
                         make_ct(o);
                         o.set(0x00281052, vr::DS, "5000");
                     }),
              Codes{"dicom.hounsfield"});
}

TEST(PictureChecks, warn_of_slices_without_place_or_scale) {
    const auto change = [](DicomObject& o) { o.set(0x00080060, vr::CS, "CT"); };
    EXPECT_EQ(judged(ramp(300, 400), change),
              (Codes{"dicom.rescale_missing", "dicom.no_orientation", "dicom.no_spacing"}));
}

TEST(PictureChecks, are_part_of_an_inspection) {
    const TestImage image{std::vector<int>(64, 7), kNothing};
    const auto inspection = inspect_file(image.path());
    EXPECT_EQ(codes_of(inspection.findings), Codes{"pixels.blank"});
}

TEST(Inspect, refuses_a_document_as_the_default_profile_does) {
    const TestImage image{ramp(300, 400), [](DicomObject& o) { o.set(0x00420011, vr::OB, "%PDF-1.4"); }};
    const auto findings = inspect_file(image.path()).findings;
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.code == "dicom.document" && finding.severity == Severity::error;
    }));
}

TEST(Inspect, refuses_the_picture_of_a_label_as_the_default_profile_does) {
    const TestImage image{ramp(300, 400), [](DicomObject& o) {
                              o.set(0x00080060, vr::CS, "SM");
                              o.set(0x00080008, vr::CS, "ORIGINAL\\PRIMARY\\LABEL");
                          }};
    EXPECT_TRUE(refuses(inspect_file(image.path()).findings));
}

Codes codes_of_volume(std::int16_t datatype, std::uint16_t bits) {
    std::string file(352 + 2 * 2 * bits / 8, '\1');
    const auto put = [&](std::size_t at, std::uint16_t value) {
        file[at] = static_cast<char>(value & 0xFF);
        file[at + 1] = static_cast<char>(value >> 8);
    };
    std::fill_n(file.begin(), 348, '\0');
    put(0, 348);
    put(40, 2);
    for (const std::size_t at : {42U, 44U}) put(at, 2);
    put(70, static_cast<std::uint16_t>(datatype));
    put(72, bits);
    put(110, 0x43B0);  // 352 as a float
    file.replace(344, 4, std::string{"n+1\0", 4});
    const testing::TemporaryFolder folder;
    return codes_of(inspect_file(folder.write("volume.nii", file)).findings);
}

TEST(Inspect, says_which_volumes_are_kept_and_not_drawn) {
    const auto warns = [](const Codes& codes) {
        return std::find(codes.begin(), codes.end(), "nifti.not_drawn") != codes.end();
    };
    EXPECT_TRUE(warns(codes_of_volume(32, 64)));     // complex
    EXPECT_TRUE(warns(codes_of_volume(1536, 128)));  // long double
    EXPECT_FALSE(warns(codes_of_volume(1024, 64)));  // 64-bit integers
    EXPECT_FALSE(warns(codes_of_volume(128, 24)));   // colours
}

TEST(PictureChecks, find_little_to_say_of_sound_sample_files) {
    MEDAL_NEEDS_SAMPLES();
    std::size_t files = 0;
    for (const auto& folder : {"dicom/mr_prostate_phi", "dicom/mr_vs_seg", "dicom/wg04"}) {
        for (const auto& path : sample_files(folder)) {
            const auto instance = series::read_instance(path);
            if (!instance) continue;
            ++files;
            EXPECT_EQ(codes_of(instance->findings), Codes{}) << path;
        }
    }
    EXPECT_GT(files, 40U);
}

// These were stored as 0 to 255 in a narrow window: the whole body is white.
TEST(PictureChecks, see_that_sample_files_are_clipped) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto& path : sample_files("dicom/ct_urogram_phi")) {
        if (const auto instance = series::read_instance(path)) {
            EXPECT_EQ(codes_of(instance->findings), Codes{"pixels.clipped"}) << path;
        }
    }
}

series::Instance slice(double z_mm, const std::string& digest) {
    series::Instance instance;
    instance.series_uid = "2.25.1";
    instance.instance_uid = "2.25." + std::to_string(static_cast<int>(z_mm * 10));
    instance.modality = "CT";
    instance.rows = instance.columns = 64;
    instance.position_mm = {0, 0, z_mm};
    instance.orientation = {1, 0, 0, 0, 1, 0};
    instance.pixel_spacing_mm = {0.5, 0.5};
    instance.pixel_digest = digest;
    return instance;
}

TEST(StackChecks, map_the_gaps) {
    std::vector<series::Instance> slices;
    for (const double z_mm : {0.0, 1.0, 2.0, 5.0, 6.0, 8.0}) slices.push_back(slice(z_mm, ""));
    const auto stacks = series::build_stacks(slices);
    ASSERT_EQ(stacks[0].gaps.size(), 2U);
    EXPECT_EQ(stacks[0].gaps[0].behind, 3U);
    EXPECT_EQ(stacks[0].gaps[0].missing, 2U);
    EXPECT_DOUBLE_EQ(stacks[0].gaps[0].width_mm, 3);
    EXPECT_EQ(stacks[0].gaps[1].behind, 5U);
    EXPECT_EQ(stacks[0].findings[0].message,
              "3 slices seem to be missing: 2 behind slice 3, 1 behind slice 5.");
}

TEST(StackChecks, warn_of_slices_that_repeat_a_picture) {
    const std::vector<series::Instance> slices{slice(0, "a"), slice(1, "b"), slice(2, "a"), slice(3, "c")};
    EXPECT_EQ(codes_of(series::build_stacks(slices)[0].findings), Codes{"series.duplicate_slices"});
}

TEST(StackChecks, warn_of_slices_without_place_and_of_mixed_pixels) {
    std::vector<series::Instance> slices{slice(0, "a"), slice(1, "b"), slice(2, "c")};
    slices[1].pixel_spacing_mm = {0.6, 0.6};
    EXPECT_EQ(codes_of(series::build_stacks(slices)[0].findings), Codes{"series.mixed_spacing"});
    std::vector<series::Instance> unplaced{slice(0, "a"), slice(1, "b")};
    for (auto& instance : unplaced) {
        instance.position_mm.clear();
        instance.orientation.clear();
    }
    EXPECT_EQ(codes_of(series::build_stacks(unplaced)[0].findings), Codes{"series.no_orientation"});
}

TEST(StackChecks, tell_what_is_wrong_with_single_slices_once) {
    std::vector<series::Instance> slices{slice(0, "a"), slice(1, "b"), slice(2, "c")};
    for (const std::size_t i : {0U, 2U}) slices[i].findings = {warning("pixels.blank", "Nothing.")};
    const auto findings = series::build_stacks(slices)[0].findings;
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].message, "2 of 3 images: Nothing.");
}

}  // namespace
}  // namespace medal::imaging
