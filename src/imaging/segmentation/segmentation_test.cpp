// Counts and centres of the sample files were computed with pydicom 2.3.1 from the packed bits.
#include "imaging/segmentation/segmentation.h"

#include "base/error.h"
#include "imaging/testing_data.h"

#include <gtest/gtest.h>

namespace medal::imaging::segmentation {
namespace {

std::filesystem::path sample(const std::string& name) {
    return sample_folder() / "dicom" / name;
}

struct Segment {
    std::uint64_t voxels = 0;
    double mean_column = 0;
    double mean_row = 0;
    double mean_height_mm = 0;
};

Segment measure(const Volume& volume, std::uint16_t label) {
    Segment segment;
    for (std::size_t i = 0; i < volume.labels.size(); ++i) {
        if (volume.labels[i] != label) continue;
        const auto column = i % volume.size[0];
        const auto row = i / volume.size[0] % volume.size[1];
        const auto slice = i / volume.size[0] / volume.size[1];
        ++segment.voxels;
        segment.mean_column += static_cast<double>(column);
        segment.mean_row += static_cast<double>(row);
        segment.mean_height_mm +=
            volume.origin_mm[2] + volume.axes[2][2] * volume.spacing_mm[2] * static_cast<double>(slice);
    }
    const auto n = static_cast<double>(segment.voxels);
    return {segment.voxels, segment.mean_column / n, segment.mean_row / n, segment.mean_height_mm / n};
}

std::string code_of(const std::filesystem::path& file) {
    try {
        read_volume(file);
    } catch (const base::Error& error) {
        EXPECT_NE(error.message().find(file.filename().string()), std::string::npos) << error.message();
        EXPECT_FALSE(error.hint().empty());
        return std::string{error.code()};
    }
    return "none";
}

TEST(Segmentation, puts_every_frame_where_its_groups_say) {
    MEDAL_NEEDS_SAMPLES();
    const auto volume = read_volume(sample("dcmqi/seg.dcm"));
    EXPECT_EQ(volume.size, (std::array<std::uint64_t, 3>{128, 128, 13}));
    EXPECT_DOUBLE_EQ(volume.spacing_mm[0], 3.537818);
    EXPECT_DOUBLE_EQ(volume.spacing_mm[2], 3.375);
    const auto segment = measure(volume, 1);
    EXPECT_EQ(segment.voxels, 795U);
    EXPECT_NEAR(segment.mean_column, 60.681761, 1e-6);
    EXPECT_NEAR(segment.mean_row, 58.202516, 1e-6);
    EXPECT_NEAR(segment.mean_height_mm, -97.021472, 1e-5);
}

TEST(Segmentation, finds_the_spacing_of_slices_from_positions_where_it_is_not_said) {
    MEDAL_NEEDS_SAMPLES();
    const auto volume = read_volume(sample("highdicom/seg_image_ct_binary.dcm"));
    EXPECT_EQ(volume.size, (std::array<std::uint64_t, 3>{16, 16, 3}));
    EXPECT_NEAR(volume.spacing_mm[2], 1.25, 1e-9);
    EXPECT_NEAR(volume.origin_mm[2], 103.019997, 1e-9);
    const auto segment = measure(volume, 1);
    EXPECT_EQ(segment.voxels, 638U);
    EXPECT_NEAR(segment.mean_column, 6.731975, 1e-6);
    EXPECT_NEAR(segment.mean_height_mm, 104.520781, 1e-5);
}

TEST(Segmentation, leaves_slices_without_a_frame_empty) {
    MEDAL_NEEDS_SAMPLES();
    const auto volume = read_volume(sample("highdicom/seg_image_ct_binary_overlap.dcm"), {2});
    EXPECT_EQ(volume.size[2], 165U) << "frames at -99.48 mm and from 103.02 mm on, 1.25 mm apart";
    const auto segment = measure(volume, 2);
    EXPECT_EQ(segment.voxels, 16U);
    EXPECT_NEAR(segment.mean_height_mm, 53.332497, 1e-5);
}

TEST(Segmentation, reads_a_single_frame) {
    MEDAL_NEEDS_SAMPLES();
    const auto volume = read_volume(sample("highdicom/seg_image_ct_binary_single_frame.dcm"));
    EXPECT_EQ(volume.size[2], 1U);
    EXPECT_EQ(measure(volume, 1).voxels, 1832U);
}

TEST(Segmentation, names_both_segments_that_overlap) {
    MEDAL_NEEDS_SAMPLES();
    try {
        read_volume(sample("highdicom/seg_image_ct_binary_overlap.dcm"));
        FAIL();
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "segmentation.overlap");
        EXPECT_NE(error.message().find("Segments 1 and 2 overlap"), std::string::npos) << error.message();
        EXPECT_NE(error.hint().find("--labels"), std::string::npos);
    }
}

TEST(Segmentation, refuses_what_is_no_volume_and_says_why) {
    MEDAL_NEEDS_SAMPLES();
    EXPECT_EQ(code_of(sample("highdicom/seg_image_sm_control.dcm")), "segmentation.not_in_patient");
    EXPECT_EQ(code_of(sample("highdicom/seg_image_sm_control_labelmap.dcm")), "segmentation.not_in_patient");
    EXPECT_EQ(code_of(sample("highdicom/seg_image_cr_binary.dcm")), "segmentation.not_in_patient");
    EXPECT_EQ(code_of(sample("mr_vs_seg/1-050.dcm")), "segmentation.not_segmentation");
    EXPECT_EQ(code_of(MEDAL_SOURCE_DIR "/README.md"), "segmentation.not_dicom");
}

TEST(Segmentation, reads_or_refuses_every_hostile_file_without_harm) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto& path : sample_files("hostile")) EXPECT_NE(code_of(path), "none") << path.filename();
}

}  // namespace
}  // namespace medal::imaging::segmentation
