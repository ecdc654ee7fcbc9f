#include "contribution/overlays.h"

#include <gtest/gtest.h>

namespace medal::contribution::rules {
namespace {

AssetRow asset(std::uint8_t number, AssetKind kind) {
    AssetRow row;
    base::Uuid uuid{};
    uuid.bytes.back() = number;
    row.id = AssetId{uuid};
    row.kind = kind;
    return row;
}

AssetRow volume(std::uint8_t number, bool is_label_map, double left_mm = 0) {
    auto row = asset(number, AssetKind::nifti_volume);
    row.layout.volume = imaging::viewing::VolumeGrid{
        {10, 12, 14}, 1, {left_mm, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2}, is_label_map};
    return row;
}

AssetRow series(std::uint8_t number, const std::string& modality) {
    auto row = asset(number, AssetKind::dicom_series);
    row.modality = modality;
    return row;
}

TEST(Overlays, lay_a_label_map_over_a_volume_with_the_same_grid) {
    EXPECT_TRUE(may_lie_over(volume(1, true), volume(2, false)));
    EXPECT_TRUE(may_lie_over(volume(1, true, 0.004), volume(2, false)));
}

TEST(Overlays, lay_no_picture_and_no_other_grid_over_a_volume) {
    EXPECT_FALSE(may_lie_over(volume(1, false), volume(2, false)));
    EXPECT_FALSE(may_lie_over(volume(1, true, 5), volume(2, false)));
    EXPECT_FALSE(may_lie_over(volume(1, true), series(2, "MR")));
}

TEST(Overlays, lay_a_segmentation_over_series_but_not_over_another_segmentation) {
    EXPECT_TRUE(may_lie_over(series(1, "SEG"), series(2, "MR")));
    EXPECT_FALSE(may_lie_over(series(1, "SEG"), series(2, "SEG")));
    EXPECT_FALSE(may_lie_over(series(1, "MR"), series(2, "CT")));
}

TEST(Overlays, lay_nothing_over_itself) {
    EXPECT_FALSE(may_lie_over(volume(1, true), volume(1, true)));
}

}  // namespace
}  // namespace medal::contribution::rules
